import { z } from 'zod';
import {
  machineFactsSchema,
  modelFactsSchema,
  priceRowSchema,
  priceSnapshotSchema,
} from '../../contracts/prices.ts';

const priceDraft = priceRowSchema
  .extend({
    value: priceRowSchema.shape.value.describe('The price, in US dollars for the unit.'),
    currency: z
      .string()
      .refine(
        (currency) => currency === 'USD',
        'must be USD: convert the price, and say the rate in note',
      ),
  })
  .partial({
    ...{ provider: true, service: true, meter: true, unit: true, region: true },
    ...{ currency: true, source: true, date: true },
  });

/**
 * A file of prices as a person writes it: a snapshot in which everything may be left out that the
 * catalogue knows.
 */
export const priceFileSchema = z.strictObject({
  date: priceSnapshotSchema.shape.date
    .optional()
    .describe('The day on which these prices held. Absent: undated, which is warned of.'),
  source: z.string().min(1).optional().describe('Who says so. Absent: the name of the file.'),
  sources: priceSnapshotSchema.shape.sources.default({}),
  models: z
    .array(modelFactsSchema.extend({ kind: z.enum(['chat', 'embedding']).default('chat') }))
    .default([]),
  machines: z.array(machineFactsSchema).default([]),
  rateLimits: priceSnapshotSchema.shape.rateLimits,
  prices: z.array(priceDraft).default([]),
});

export type PriceFile = z.infer<typeof priceFileSchema>;
export type PriceDraft = z.infer<typeof priceDraft>;
