import { BATCH_PERCENT } from '../cost/model-prices.ts';
import type { TokenPrice } from '../cost/token-price.ts';
import type { VendorCache } from '../gateway/prompt-cache/vendor-caches.ts';
import type { Route, Routes } from '../gateway/routes/route.ts';
import type { LimitsConfig } from '../run/config/limits-schema.ts';
import { type Environment, fingerprint, type RemoteConfig, routeId } from './remote-model.ts';
import { limitsOf } from './route-limits.ts';

/** A server with a key, for the model of the entry that it stands in for. */
type Way = RemoteConfig & {
  readonly price?: unknown;
  readonly limits?: LimitsConfig | undefined;
};
/** As it is written: a server, or only another key. */
type Entry<W extends Way> =
  | W
  | {
      readonly provider?: undefined;
      readonly apiKeyEnv: string;
      readonly limits?: LimitsConfig | undefined;
    };

/** How the ways of one kind of model become routes. */
export interface RouteMaker<W extends Way, Provider, Batch> {
  readonly environment: Environment;
  readonly provider: (way: W) => Provider;
  /** The server's batch API; undefined where it has none. */
  readonly batches: (way: W) => Batch | undefined;
  /** @param where  Whose price it is, for messages. */
  readonly price: (way: W, where: string) => TokenPrice;
  /** Of chat models. */
  readonly promptCache?: (way: W) => VendorCache | undefined;
}

/**
 * The ways to a model: the one that is configured, then those that may take over.
 *
 * @param kind  What the model is, for messages: `reader`.
 * @throws {MabError} KEY_MISSING, PRICE_UNKNOWN.
 */
export function routesOf<W extends Way, Provider, Batch>(
  kind: string,
  first: W,
  failover: readonly Entry<W>[],
  { environment, provider, batches, price, promptCache }: RouteMaker<W, Provider, Batch>,
): Routes<Route<Provider, Batch>> {
  const names = new Set<string>();
  const route = (way: W): Route<Provider, Batch> => {
    const batch = batches(way);
    const where = way === first ? kind : `failover entry of the ${kind}`;
    const cache = promptCache?.(way);
    const tokenPrice = price(way, where);
    const { batchPercent: percent = BATCH_PERCENT } = tokenPrice;
    return {
      ...(cache ? { promptCache: cache } : {}),
      ...{ id: routeId(way, environment), name: nameOf(way, names) },
      limits: limitsOf({ ...way, fingerprint: fingerprint(way, environment) }),
      ...{ provider: provider(way), model: way.model, price: tokenPrice },
      ...(batch ? { batch: { provider: batch, percent } } : {}),
    };
  };
  const others = failover.map((entry) =>
    isServer(entry) ? entry : { ...first, ...entry, provider: first.provider },
  );
  return [route(first), ...others.map(route)];
}

function isServer<W extends Way>(entry: Entry<W>): entry is W {
  return entry.provider !== undefined;
}

/** As short as tells it from those before: `openai`, `openai:OPENAI_KEY_2`, `azure`, `azure#4`. */
function nameOf({ provider, apiKeyEnv }: Way, taken: Set<string>): string {
  const names = [provider, `${provider}:${apiKeyEnv ?? 'no key'}`, `${provider}#${taken.size + 1}`];
  const name = names.find((one) => !taken.has(one)) as string;
  taken.add(name);
  return name;
}
