import { z } from 'zod';
import type { MethodFacts } from '../method-entry.ts';
import { rankedChunksCapabilities, rankedChunksOptions } from '../ranked-chunks/options.ts';

export const bm25Options = z.strictObject({
  ...rankedChunksOptions,
  stem: z
    .boolean()
    .optional()
    .describe(
      'Reduce English words to their stem, so that created finds create. ' +
        'Profile current only, where the default is true.',
    ),
});

export type Bm25MethodOptions = z.infer<typeof bm25Options>;

export const bm25Facts = {
  id: 'bm25',
  version: 2,
  profiles: ['current', 'reference'],
  summary: 'Ranks the chunks by the words that they share with the question (Okapi BM25).',
  capabilities: rankedChunksCapabilities,
} as const satisfies MethodFacts;
