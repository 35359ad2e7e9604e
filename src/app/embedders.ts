import type { EmbedderModel } from '../gateway/embedder-model.ts';
import type { RunConfig } from '../run/config/run-config.ts';
import { createEmbedder } from './embedder-model.ts';
import type { Environment } from './remote-model.ts';

/** By the names of the configuration. */
export type Embedders = ReadonlyMap<string, EmbedderModel>;

/**
 * The embedders that the methods of a configuration use.
 *
 * @throws {MabError} KEY_MISSING, PRICE_UNKNOWN, and for the built-in one MODEL_DAMAGED.
 */
export async function createEmbedders(
  configs: RunConfig['embedders'],
  environment: Environment,
): Promise<Embedders> {
  const embedders = new Map<string, EmbedderModel>();
  for (const [name, config] of Object.entries(configs)) {
    if (config.provider === 'embedded') {
      throw new Error('embedded: not merged yet');
    }
    embedders.set(name, createEmbedder(config, environment));
  }
  return embedders;
}
