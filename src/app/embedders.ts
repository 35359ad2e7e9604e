import pLimit from 'p-limit';
import type { Catalogue } from '../cost/catalogue/catalogue.ts';
import { FREE } from '../cost/token-price.ts';
import type { EmbedderModel } from '../gateway/embeddings/embedder-model.ts';
import {
  MINILM_DIMENSIONS,
  MINILM_LOGICAL_MODEL,
  MINILM_MAX_TOKENS,
} from '../gateway/providers/embedded-minilm/model-facts.ts';
import { DEFAULT_POLICY } from '../gateway/routes/failover-policy.ts';
import type { EmbeddedEmbedderConfig } from '../run/config/embedder-schema.ts';
import type { RunConfig } from '../run/config/run-config.ts';
import { EMBEDDED } from '../run/config/run-config-schema.ts';
import { createEmbedder } from './embedder-model.ts';
import type { Environment } from './remote-model.ts';

/** By the names of the configuration. */
export type Embedders = ReadonlyMap<string, EmbedderModel>;

/**
 * The embedders that the methods of a configuration use.
 *
 * @throws {MabError} KEY_MISSING, PRICE_UNKNOWN, and for the built-in one MODEL_DAMAGED and
 *   EMBEDDER_ENGINE_MISSING.
 */
export async function createEmbedders(
  configs: RunConfig['embedders'],
  environment: Environment,
  catalogue: Catalogue,
): Promise<Embedders> {
  const embedders = new Map<string, EmbedderModel>();
  for (const [name, config] of Object.entries(configs)) {
    const model =
      config.provider === 'embedded'
        ? await openEmbedded(config)
        : createEmbedder(config, environment, catalogue);
    embedders.set(name, model);
  }
  return embedders;
}

/** Of one batch; WebAssembly on a slow machine takes a minute. */
const EMBEDDED_TIMEOUT_MS = 600_000;

/** The built-in model is loaded for those only who use it. */
async function openEmbedded({ engine }: EmbeddedEmbedderConfig): Promise<EmbedderModel> {
  const { openMiniLm } = await import('../gateway/providers/embedded-minilm/minilm.ts');
  const provider = await openMiniLm(engine);
  const oneAtATime = pLimit(1);
  const model = MINILM_LOGICAL_MODEL;
  return {
    routes: [{ id: model, name: EMBEDDED, provider, model, price: FREE, limits: [] }],
    ...{ limit: (work) => oneAtATime(work), policy: DEFAULT_POLICY },
    ...{ logicalModel: model, pinned: true },
    ...{ dimensions: MINILM_DIMENSIONS, maxTokens: MINILM_MAX_TOKENS },
    ...{ prefixes: { document: '', query: '' }, countTokens: provider.countTokens },
    ...{ batchMax: 64, attemptsMax: 1, timeoutMs: EMBEDDED_TIMEOUT_MS },
  };
}
