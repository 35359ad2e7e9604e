import type { EmbedderModel } from '../gateway/embeddings/embedder-model.ts';
import type { ModelConfig } from '../gateway/model-config.ts';
import type { Embedders } from './embedders.ts';
import type { Judges } from './judges.ts';
import type { Reader } from './reader-model.ts';

/** All models of a run. */
export interface RunModels {
  readonly reader: Reader;
  readonly judges: Judges;
  readonly embedders: Embedders;
}

/** The models that answer and judge. */
export function chatModelsOf({ reader, judges }: Omit<RunModels, 'embedders'>): ModelConfig[] {
  return [reader, ...judges.values()].map(({ model }) => model);
}

export function modelsOf(models: RunModels): (ModelConfig | EmbedderModel)[] {
  return [...chatModelsOf(models), ...models.embedders.values()];
}
