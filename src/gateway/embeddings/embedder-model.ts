import type { EmbedderIdentity } from '../../contracts/model.ts';
import type { RoutedModel } from '../model-config.ts';
import type { EmbeddingRoute } from '../routes/route.ts';

/** One embedder as the gateway needs to know it; of its prices only the input counts. */
export interface EmbedderModel extends EmbedderIdentity, RoutedModel<EmbeddingRoute> {
  readonly countTokens: (text: string) => number;
  /**
   * Bounds its requests where it has a queue of its own, as an engine of this process: whoever
   * waits for that holds up no other model, and is not timed. Absent: `concurrency` bounds them.
   */
  readonly limit?: <T>(work: () => Promise<T>) => Promise<T>;
  /** Texts of one request. */
  readonly batchMax: number;
}
