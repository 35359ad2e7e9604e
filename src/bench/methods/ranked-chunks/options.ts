import { z } from 'zod';
import type { Capabilities } from '../../../contracts/memory-method.ts';

/** Options of every method that ranks whole chunks. */
export const rankedChunksOptions = {
  topK: z.int().min(1).max(1_000).default(10).describe('Chunks that the reader is given.'),
  chunksMax: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe(
      'Keep only the last chunks and forget older ones. Absent: all are kept. The published ' +
        'code keeps 69 chunks of 4096 tokens for OpenAI embedders.',
    ),
};

/** Capabilities of all of them; some need an embedder as well. */
export const rankedChunksCapabilities = {
  answerMode: 'retrieve-then-read',
  ordered: false,
  provenance: 'exact',
  needsGold: false,
  needsEmbedder: false,
  emptyMemory: false,
} as const satisfies Capabilities;
