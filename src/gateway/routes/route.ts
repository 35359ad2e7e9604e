import type { ChatBatchProvider, EmbeddingBatchProvider } from '../../contracts/batch.ts';
import type { Limit } from '../../contracts/limits.ts';
import type { ChatRequest, EmbeddingProvider, ModelProvider } from '../../contracts/model.ts';
import { worstCaseCost, worstCaseTokens } from '../../cost/call-cost.ts';
import type { TokenPrice } from '../../cost/token-price.ts';
import type { Amount } from '../ledger/accounts.ts';
import type { VendorCache } from '../prompt-cache/vendor-caches.ts';

/**
 * One way to a model: one key at one provider. All routes of a model lead to the same logical
 * model, so which of them serves changes no answer and no key.
 */
export interface Route<Provider, Batch> {
  /** The same in every process, without the key: `<origin> <fingerprint of the key> <model>`. */
  readonly id: string;
  /** For people, unique among the routes of a model: `openai`, `openai:OPENAI_KEY_2`, `azure`. */
  readonly name: string;
  readonly provider: Provider;
  /** As sent to the provider. */
  readonly model: string;
  readonly price: TokenPrice;
  /** What every send over this route has to keep inside. */
  readonly limits: readonly Limit[];
  /** Of chat models; absent: the vendor has none, or it is not wanted. */
  readonly promptCache?: VendorCache;
  /** The provider's batch API, where it has one. */
  readonly batch?: {
    readonly provider: Batch;
    /** What its replies cost, of the live lane's hundred. */
    readonly percent: number;
  };
}

export type ChatRoute = Route<ModelProvider, ChatBatchProvider>;
export type EmbeddingRoute = Route<EmbeddingProvider, EmbeddingBatchProvider>;
export type AnyRoute = ChatRoute | EmbeddingRoute;

/** The ways to one model, the preferred one first. */
export type Routes<R> = readonly [R, ...R[]];

/** The most that one attempt can come to, whichever route it takes. */
export function worstCaseOf(routes: Routes<AnyRoute>, request: ChatRequest): Amount {
  const costs = routes.map(({ price }) => worstCaseCost(request, price));
  return {
    picoUsd: costs.reduce((dearest, cost) => (cost > dearest ? cost : dearest)),
    tokens: worstCaseTokens(request),
  };
}
