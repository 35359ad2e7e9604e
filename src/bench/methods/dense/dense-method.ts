import type { MemoryMethod } from '../../../contracts/memory-method.ts';
import { rankedChunks } from '../ranked-chunks/ranked-chunks.ts';
import { createDenseRanker } from './dense-ranker.ts';
import { type DenseMethodOptions, denseFacts } from './options.ts';

/** Retrieval over whole chunks by the vectors of an embedder; exact search. */
export const denseMethod: MemoryMethod<DenseMethodOptions> = {
  ...denseFacts,
  create: (context, options) => rankedChunks(context, createDenseRanker(context), options),
};
