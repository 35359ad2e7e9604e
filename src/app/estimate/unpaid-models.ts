import { MabError } from '../../core/errors.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { FREE, type TokenPrice } from '../../cost/token-price.ts';
import type { EmbedderModel } from '../../gateway/embeddings/embedder-model.ts';
import {
  MINILM_DIMENSIONS,
  MINILM_LOGICAL_MODEL,
  MINILM_MAX_TOKENS,
} from '../../gateway/providers/embedded-minilm/model-facts.ts';
import { DEFAULT_POLICY } from '../../gateway/routes/failover-policy.ts';
import type { RunConfig } from '../../run/config/run-config.ts';
import { EMBEDDED } from '../../run/config/run-config-schema.ts';
import { createEmbedders } from '../embedders.ts';
import { createJudges } from '../judges.ts';
import { createReader, type Reader } from '../reader-model.ts';
import type { Environment } from '../remote-model.ts';
import { modelsOf, type RunModels } from '../run-models.ts';

/** Models that nobody calls: they need no key, and no price. */
export interface UnpaidModels extends RunModels {
  /** Names of embedders without a known price; `reader` for the reader, `judge …` for a judge. */
  readonly unpriced: ReadonlySet<string>;
  /** Why, for people. */
  readonly warnings: readonly string[];
}

/** Whether nobody charges anything for any of them. */
export function areFree(models: UnpaidModels): boolean {
  const prices = modelsOf(models).flatMap(({ routes }) => routes.map(({ price }) => price));
  return models.unpriced.size === 0 && prices.every(isFree);
}

function isFree({ tiers = [], ...price }: TokenPrice): boolean {
  return [price, ...tiers].every(
    (kinds) =>
      kinds.inputPicoUsd + kinds.cachedInputPicoUsd === 0n &&
      kinds.cacheWritePicoUsd + kinds.outputPicoUsd === 0n,
  );
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
  const orUnpriced = async <T>(
    name: string,
    make: () => T | Promise<T>,
    unpaid: () => T | Promise<T>,
  ): Promise<T> => {
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof MabError) || error.code !== 'PRICE_UNKNOWN') throw error;
      unpriced.add(name);
      warnings.push(`${error.message} ${error.hint ?? ''}`.trim());
      return await unpaid();
    }
  };
  const reader = await orUnpriced(
    'reader',
    () => createReader(config.reader, keyless, catalogue),
    () => createReader(free(config.reader), keyless, catalogue),
  );
  const judges = new Map<string, Reader>();
  for (const judge of config.judge?.models ?? []) {
    const made = await orUnpriced(
      `judge ${judge.name}`,
      () => createJudges([judge], keyless, catalogue),
      () => createJudges([free(judge)], keyless, catalogue),
    );
    for (const entry of made) judges.set(...entry);
  }
  const embedders = new Map<string, EmbedderModel>();
  for (const [name, embedder] of Object.entries(config.embedders)) {
    if (embedder.provider === 'embedded') {
      embedders.set(name, await localEmbedder());
      continue;
    }
    const made = await orUnpriced(
      name,
      () => createEmbedders({ [name]: embedder }, keyless, catalogue),
      () => createEmbedders({ [name]: free(embedder) }, keyless, catalogue),
    );
    embedders.set(name, made.get(name) as EmbedderModel);
  }
  return { reader, judges, embedders, unpriced, warnings };
}

/**
 * The built-in embedder as far as an estimate needs it: it counts as the real one, because chunks
 * are cut by its count, but its weights are not loaded.
 *
 * @throws {MabError} MODEL_DAMAGED
 */
async function localEmbedder(): Promise<EmbedderModel> {
  const [{ modelFolder, readModelFile }, { createWordPieces }] = await Promise.all([
    import('../../gateway/providers/embedded-minilm/model-files.ts'),
    import('../../gateway/providers/embedded-minilm/word-pieces.ts'),
  ]);
  const tokenizer = await readModelFile(await modelFolder(), 'tokenizer.json');
  const { count } = createWordPieces(tokenizer.toString());
  const refuse = async (): Promise<never> => {
    throw new MabError('INVARIANT', 'An estimate has run a model.', { blame: 'bug' });
  };
  const provider = { servedBy: EMBEDDED, embed: refuse };
  const model = MINILM_LOGICAL_MODEL;
  return {
    routes: [{ id: model, name: EMBEDDED, provider, model, price: FREE, limits: [] }],
    ...{ policy: DEFAULT_POLICY, logicalModel: model, pinned: true },
    ...{ dimensions: MINILM_DIMENSIONS, maxTokens: MINILM_MAX_TOKENS },
    ...{ prefixes: { document: '', query: '' }, batchMax: 64, attemptsMax: 1, timeoutMs: 1_000 },
    countTokens: count,
  };
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
