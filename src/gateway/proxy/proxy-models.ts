import { MabError } from '../../core/errors.ts';
import type { EmbedderModel } from '../embeddings/embedder-model.ts';
import type { ModelConfig } from '../model-config.ts';

/** A model under the names that callers may use for it. */
export interface Offer<Model> {
  /** The name in the configuration, the vendor's, and the logical one; no two alike. */
  readonly names: readonly string[];
  readonly model: Model;
}

/** What a proxy offers. */
export interface ProxyModels {
  readonly chat: readonly Offer<ModelConfig>[];
  readonly embedders: readonly Offer<EmbedderModel>[];
}

/** @throws {MabError} PROXY_MODEL_UNKNOWN, with the names that there are. */
export function findOffer<Model>(
  offers: readonly Offer<Model>[],
  wanted: string,
  what: string,
): Model {
  const found = offers.find(({ names }) => names.includes(wanted));
  if (found) return found.model;
  const names = offers.flatMap((offer) => offer.names);
  throw new MabError('PROXY_MODEL_UNKNOWN', `The configuration has no ${what} "${wanted}".`, {
    hint: names.length === 0 ? `It has none at all.` : `It has: ${names.join(', ')}.`,
    details: { param: 'model' },
  });
}

/** OpenAI's list of models. */
export function modelList({ chat, embedders }: ProxyModels): { id: string; object: string }[] {
  const ids = [...chat, ...embedders].flatMap(({ names }) => names);
  return [...new Set(ids)].map((id) => ({ id, object: 'model', created: 0, owned_by: 'mab' }));
}
