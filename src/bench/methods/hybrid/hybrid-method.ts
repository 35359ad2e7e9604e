import type { MemoryMethod } from '../../../contracts/memory-method.ts';
import { fuseRankings } from '../../../retrieval/reciprocal-rank-fusion.ts';
import { createBm25Ranker } from '../bm25/bm25-ranker.ts';
import { createDenseRanker } from '../dense/dense-ranker.ts';
import { type ChunkRanker, rankedChunks } from '../ranked-chunks/ranked-chunks.ts';
import { type HybridMethodOptions, hybridFacts } from './options.ts';

/** What shares words with the question and what is near to it in meaning, in one ranking. */
export const hybridMethod: MemoryMethod<HybridMethodOptions> = {
  ...hybridFacts,
  create: (context, options) => {
    const rankers = [createBm25Ranker(context.profile, undefined), createDenseRanker(context)];
    return rankedChunks(context, fusedRanker(rankers, options), options);
  },
};

function fusedRanker(
  rankers: readonly ChunkRanker[],
  { depth, rrfK }: HybridMethodOptions,
): ChunkRanker {
  return {
    build: async (chunks) => {
      await Promise.all(rankers.map((ranker) => ranker.build(chunks)));
    },
    search: async (query, count) => {
      const rankings = await Promise.all(
        rankers.map((ranker) => ranker.search(query, Math.max(depth, count))),
      );
      const indexes = rankings.map((hits) => hits.map(({ index }) => index));
      return fuseRankings(indexes, rrfK).slice(0, count);
    },
  };
}
