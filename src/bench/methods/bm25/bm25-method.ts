import type { MemoryMethod } from '../../../contracts/memory-method.ts';
import { rankedChunks } from '../ranked-chunks/ranked-chunks.ts';
import { createBm25Ranker } from './bm25-ranker.ts';
import { type Bm25MethodOptions, bm25Facts } from './options.ts';

/**
 * Keyword retrieval over whole chunks. Deviation from the reference: of equal scores the earlier
 * chunk comes first.
 */
export const bm25Method: MemoryMethod<Bm25MethodOptions> = {
  ...bm25Facts,
  create: (context, options) =>
    rankedChunks(context, createBm25Ranker(context.profile, options.stem), options),
};
