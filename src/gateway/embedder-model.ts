import type { EmbedderIdentity, EmbeddingProvider } from '../contracts/model.ts';
import type { TokenPrice } from '../cost/token-price.ts';

/** One embedder as the gateway needs to know it. */
export interface EmbedderModel extends EmbedderIdentity {
  readonly provider: EmbeddingProvider;
  /** As sent to the provider. */
  readonly model: string;
  readonly countTokens: (text: string) => number;
  /** Of which only the input counts. */
  readonly price: TokenPrice;
  /** Longest time one attempt may take. */
  readonly timeoutMs: number;
  /** Sends per batch, the first included. */
  readonly attemptsMax: number;
  /**
   * Bounds its requests where it has a queue of its own, as an engine of this process: whoever
   * waits for that holds up no other model, and is not timed. Absent: `concurrency` bounds them.
   */
  readonly limit?: <T>(work: () => Promise<T>) => Promise<T>;
  /** Texts of one request. */
  readonly batchMax: number;
}
