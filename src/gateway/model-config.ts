import type { ModelIdentity, ModelProvider } from '../contracts/model.ts';
import type { TokenPrice } from '../cost/token-price.ts';

/** One model as the gateway needs to know it. */
export interface ModelConfig extends ModelIdentity {
  readonly provider: ModelProvider;
  /** As sent to the provider. */
  readonly model: string;
  readonly price: TokenPrice;
  /** Longest time one attempt may take. */
  readonly timeoutMs: number;
  /** Sends per call, the first included. */
  readonly attemptsMax: number;
}
