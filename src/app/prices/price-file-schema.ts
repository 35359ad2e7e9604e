import { z } from 'zod';
import {
  machineFactsSchema,
  modelFactsSchema,
  PRICE_UNITS,
  priceRowSchema,
  priceSnapshotSchema,
} from '../../contracts/prices.ts';

const row = priceRowSchema.shape;

const priceDraft = z.strictObject({
  provider: row.provider.optional(),
  service: row.service.optional(),
  item: row.item,
  meter: row.meter.optional(),
  value: row.value.describe('The price, in US dollars for the unit.'),
  unit: z.enum(PRICE_UNITS).optional(),
  region: row.region.optional(),
  currency: z
    .string()
    .refine(
      (currency) => currency === 'USD',
      'must be USD: convert the price, and say the rate in note',
    )
    .optional(),
  source: row.source.optional(),
  date: row.date.optional(),
  from: row.from,
  aboveInputTokens: row.aboveInputTokens,
  term: row.term,
  confidence: row.confidence,
  note: row.note,
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
  prices: z.array(priceDraft).default([]),
});

export type PriceFile = z.infer<typeof priceFileSchema>;
export type PriceDraft = z.infer<typeof priceDraft>;
