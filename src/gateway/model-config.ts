import type { ModelIdentity } from '../contracts/model.ts';
import type { FailoverPolicy } from './routes/failover-policy.ts';
import type { ChatRoute, Routes } from './routes/route.ts';

/** How a model is reached. */
export interface RoutedModel<R> {
  /** Each leads to the same model; the first one is preferred. */
  readonly routes: Routes<R>;
  readonly policy: FailoverPolicy;
  /** Longest time one attempt may take. */
  readonly timeoutMs: number;
  /** Sends per call and route, the first included. */
  readonly attemptsMax: number;
}

/** One model as the gateway needs to know it. */
export interface ModelConfig extends ModelIdentity, RoutedModel<ChatRoute> {
  /** Longest reply that the vendor gives; absent: not known, so callers have to say. */
  readonly outputTokensMax?: number;
  /** `count`: where the bound by bytes does not fit the budget, tokens are counted. */
  readonly inputBound?: 'bytes' | 'count';
}
