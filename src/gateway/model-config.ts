import type { ModelProvider, Sampling } from '../contracts/model.ts';
import type { TokenPrice } from '../cost/token-price.ts';

/** One model as the gateway needs to know it. */
export interface ModelConfig {
  readonly provider: ModelProvider;
  /** As sent to the provider. */
  readonly model: string;
  /** As it stands in keys: one name for one behaviour, whoever serves it. */
  readonly logicalModel: string;
  /** The logical model never changes, so its replies do not expire. */
  readonly pinned: boolean;
  /**
   * Its replies are drawn at random (temperature above 0, or unknown): never shared between runs.
   */
  readonly sampled: boolean;
  readonly sampling: Sampling;
  /** Tokens of input and output together. */
  readonly contextTokens: number;
  readonly price: TokenPrice;
  /** Longest time one attempt may take. */
  readonly timeoutMs: number;
  /** Sends per call, the first included. */
  readonly attemptsMax: number;
}
