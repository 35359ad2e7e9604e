import { z } from 'zod';

/**
 * The price catalogue: facts with value, unit, region, currency, source and date. What is not in
 * it has no price; it is never taken for free.
 */

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day: 2026-11-23');

export const PRICE_UNITS = [
  'usd/1M-tokens',
  'usd/hour',
  'usd/month',
  'usd/gb',
  'usd/gb-month',
  'usd/gb-hour',
  'usd/gb-second',
  'usd/mib',
  'usd/vcpu-hour',
  'usd/1k-requests',
  'usd/1k-objects-month',
  'usd/iops-month',
  'usd/mibps-month',
  'usd/user-month',
  'usd/10k-requests',
  'usd/1M-requests',
  'usd/1M-read-units',
  'usd/1M-write-units',
  'usd/1M-dimensions-month',
  'usd/metric-month',
  'usd/secret-month',
  'usd/version-month',
  'usd/key-month',
  'usd/host-month',
  // What a vendor gives for nothing: an allowance, not a price.
  'gb-second/month',
  'requests/month',
  'gb/month',
  'mib/month',
  'metrics/month',
] as const;

const confidence = z.enum(['high', 'medium', 'low']).optional().describe('Absent: high.');
const sourceDate = z
  .union([date, z.literal('undated')])
  .describe('The day on which the source last stood for it.');
const sourceKey = z.string().min(1).describe('A key of the snapshot’s sources.');

/** What another source says of the same price. */
const observationSchema = z.strictObject({
  value: z.number().min(0).describe('In the unit of the row.'),
  source: sourceKey,
  date: sourceDate,
  note: z.string().optional(),
});

/** One price, or one free allowance. */
export const priceRowSchema = z.strictObject({
  provider: z.string().min(1).describe('Who charges it: aws, azure, gcp, openai, anthropic …'),
  service: z.string().min(1).describe('What is bought: models, ec2, s3, lambda …'),
  item: z.string().min(1).describe('Which of them: gpt-4o, t3.xlarge, standard …'),
  meter: z.string().min(1).describe('What is counted: input, on-demand, storage, requests …'),
  value: z.number().min(0),
  unit: z.enum(PRICE_UNITS),
  region: z.string().min(1).describe('As the vendor names it; global where there is no other.'),
  currency: z.literal('USD'),
  source: sourceKey,
  date: sourceDate,
  from: date.optional().describe('The price holds from this day on. Absent: from the beginning.'),
  aboveInputTokens: z
    .int()
    .min(0)
    .optional()
    .describe('All tokens of a request with more input than this cost so much (models only).'),
  term: z.string().optional().describe('What one commits to: standard partial upfront …'),
  confidence,
  note: z.string().optional(),
  observations: z
    .array(observationSchema)
    .min(1)
    .optional()
    .describe('What other sources say of the same price; not used, but told.'),
});
export type PriceRow = z.infer<typeof priceRowSchema>;

/** What is known of a model besides its prices. */
export const modelFactsSchema = z.strictObject({
  provider: z.string().min(1),
  model: z.string().min(1),
  kind: z.enum(['chat', 'embedding']),
  contextTokens: z.int().min(1).optional(),
  inputTokensMax: z.int().min(1).optional(),
  outputTokensMax: z.int().min(1).optional(),
  retiresOn: date.optional(),
  snapshots: z
    .array(z.string().min(1))
    .optional()
    .describe('Names of dated snapshots that are the same model at the same price.'),
  batchCaching: z
    .boolean()
    .optional()
    .describe('Whether requests of a batch read the prompt cache. Absent: nobody says.'),
});
export type ModelFacts = z.infer<typeof modelFactsSchema>;

/** What a vendor lets an account of one of its usage tiers ask of a model. */
const rateLimitSchema = z.strictObject({
  provider: z.string().min(1),
  model: z.string().min(1),
  usageTier: z.int().min(1),
  requestsPerMinute: z.int().min(1).optional(),
  tokensPerMinute: z.int().min(1).optional(),
  source: sourceKey,
  date: sourceDate,
  confidence,
});
export type RateLimit = z.infer<typeof rateLimitSchema>;

/** What a machine has. */
export const machineFactsSchema = z.strictObject({
  provider: z.enum(['aws', 'azure', 'gcp']),
  type: z.string().min(1),
  vcpu: z.number().positive(),
  memoryGib: z.number().positive(),
  gpu: z
    .strictObject({
      name: z.string().min(1),
      /** Of each. */
      memoryGib: z.number().positive(),
      count: z.int().min(1),
    })
    .optional(),
  /** How often spot machines of this type were taken back within a month. */
  interruption: z
    .strictObject({
      band: z.enum(['<5%', '5-10%', '10-15%', '15-20%', '>20%']),
      region: z.string(),
      date,
    })
    .optional(),
  retiresOn: date.optional(),
});
export type MachineFacts = z.infer<typeof machineFactsSchema>;

const source = z.strictObject({
  name: z.string().min(1),
  licence: z.string().min(1),
  date: z.union([date, z.literal('undated')]),
  url: z.string().optional(),
});
export type PriceSource = z.infer<typeof source>;

/** One file of prices: a part of the shipped snapshot, a refreshed one, or a user's own. */
export const priceSnapshotSchema = z.strictObject({
  date,
  sources: z.record(z.string(), source),
  models: z.array(modelFactsSchema).default([]),
  machines: z.array(machineFactsSchema).default([]),
  rateLimits: z.array(rateLimitSchema).default([]),
  prices: z.array(priceRowSchema),
});
export type PriceSnapshot = z.infer<typeof priceSnapshotSchema>;

/** How a row is named in outputs and on the command line: `aws/ec2/t3.xlarge/spot@us-east-1`. */
export function priceId({
  provider,
  service,
  item,
  meter,
  region,
}: Pick<PriceRow, 'provider' | 'service' | 'item' | 'meter' | 'region'>): string {
  return `${provider}/${service}/${item}/${meter}@${region}`;
}
