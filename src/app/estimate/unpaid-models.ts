import { MabError } from '../../core/errors.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import type { RunConfig } from '../../run/config/run-config.ts';
import { createEmbedders, type Embedders } from '../embedders.ts';
import { createReader, type Reader } from '../reader-model.ts';
import type { Environment } from '../remote-model.ts';

/** Models that nobody calls: they need no key, and no price. */
export interface UnpaidModels {
  readonly reader: Reader;
  readonly embedders: Embedders;
  /** Names of embedders without a known price; `reader` for the reader. */
  readonly unpriced: ReadonlySet<string>;
  /** Why, for people. */
  readonly warnings: readonly string[];
}

/**
 * The models of a configuration, for an estimate. One whose price is not known counts as unpriced,
 * never as free.
 */
export async function openUnpaidModels(
  config: RunConfig,
  environment: Environment,
  catalogue: Catalogue,
): Promise<UnpaidModels> {
  const unpriced = new Set<string>();
  const warnings: string[] = [];
  const keyless = withAnyKey(environment);
  const orUnpriced = async <T>(name: string, make: () => T, free: () => T): Promise<T> => {
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof MabError) || error.code !== 'PRICE_UNKNOWN') throw error;
      unpriced.add(name);
      warnings.push(`${error.message} ${error.hint ?? ''}`.trim());
      return await free();
    }
  };
  const reader = await orUnpriced(
    'reader',
    () => createReader(config.reader, keyless, catalogue),
    () => createReader(free(config.reader), keyless, catalogue),
  );
  const embedders = new Map();
  for (const [name, embedder] of Object.entries(config.embedders)) {
    const made = await orUnpriced(
      name,
      () => createEmbedders({ [name]: embedder }, keyless, catalogue),
      () => createEmbedders({ [name]: free(embedder) }, keyless, catalogue),
    );
    embedders.set(name, (await made).get(name));
  }
  return { reader, embedders, unpriced, warnings };
}

/** The same model, and all that may take over, with no price to be found. */
function free<Config extends object>(config: Config): Config {
  const failover = 'failover' in config ? (config.failover as readonly object[]) : [];
  return {
    ...config,
    price: 'free',
    failover: failover.map((way) => ('provider' in way ? { ...way, price: 'free' } : way)),
  };
}

/** A key that is not set has some value: nothing is sent with it. */
function withAnyKey(environment: Environment): Environment {
  return new Proxy(environment, {
    get: (set, name) => set[String(name)] || 'no key: nothing is sent',
  });
}
