import { z } from 'zod';

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
