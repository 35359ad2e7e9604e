import { z } from 'zod';
import { LANES } from '../../contracts/lane.ts';

export const laneName = z
  .enum(LANES)
  .describe(
    'How answers and the embeddings of documents are bought. live: one by one, now. batch: through ' +
      'the batch API of the vendor, within a day, at half the price. auto: by batch where the ' +
      'vendor has one and enough calls wait together.',
  );

export const batch = z
  .strictObject({
    pollMs: z
      .int()
      .min(100)
      .max(3_600_000)
      .default(30_000)
      .describe('Between two looks at a batch at first, in ms; it grows to five minutes.'),
    lingerMs: z
      .int()
      .min(50)
      .max(600_000)
      .default(5_000)
      .describe('A batch is handed in when no further call has come for this long, in ms.'),
    callsMin: z
      .int()
      .min(1)
      .max(50_000)
      .default(50)
      .describe('With lane: auto, fewer calls than these are asked live.'),
  })
  .describe('How batches are made and waited for; of lane: batch and lane: auto.');
