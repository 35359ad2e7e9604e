import { z } from 'zod';

/**
 * The data of genai-prices, as far as it is used.
 * Source: prices/new_data/v2/data.schema.json of pydantic/genai-prices. Lenient: other fields are
 * not looked at.
 */
const match = z.looseObject({
  equals: z.string().optional(),
  starts_with: z.string().optional(),
  ends_with: z.string().optional(),
  contains: z.string().optional(),
  regex: z.string().optional(),
  get or() {
    return z.array(match).optional();
  },
  get and() {
    return z.array(match).optional();
  },
});
export type Match = z.infer<typeof match>;

const price = z.union([
  z.number().min(0),
  z.object({
    base: z.number().min(0),
    tiers: z.array(z.object({ start: z.int().min(0), price: z.number().min(0) })),
  }),
]);
export type TieredPrice = z.infer<typeof price>;

const prices = z.record(z.string(), price);

const period = z.object({
  constraint: z.looseObject({ start_date: z.string().optional() }).nullish(),
  prices,
});

const model = z.object({
  id: z.string(),
  match,
  prices: z.union([z.array(period), prices]),
});
export type GenaiModel = z.infer<typeof model>;

export const genaiData = z.array(z.object({ id: z.string(), models: z.array(model) }));
export type GenaiProvider = z.infer<typeof genaiData>[number];
