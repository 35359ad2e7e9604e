import { z } from 'zod';
import { RRF_K } from '../../../retrieval/reciprocal-rank-fusion.ts';
import type { MethodFacts } from '../method-entry.ts';
import { rankedChunksCapabilities, rankedChunksOptions } from '../ranked-chunks/options.ts';

export const hybridOptions = z.strictObject({
  ...rankedChunksOptions,
  rrfK: z
    .number()
    .min(1)
    .max(10_000)
    .default(RRF_K)
    .describe('The constant of reciprocal rank fusion: the larger, the less first places count.'),
  depth: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('Chunks of each ranking that are fused; at least topK are.'),
});

export type HybridMethodOptions = z.infer<typeof hybridOptions>;

export const hybridFacts = {
  id: 'hybrid',
  version: 1,
  profiles: ['current'],
  summary: 'Joins the rankings of bm25 and dense by reciprocal rank fusion.',
  capabilities: { ...rankedChunksCapabilities, needsEmbedder: true },
} as const satisfies MethodFacts;
