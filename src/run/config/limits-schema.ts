import { z } from 'zod';
import { apiKeyEnv } from './model-options.ts';

const rpm = z.int().min(1).max(10_000_000).describe('Requests a minute.');
const tpm = z
  .int()
  .min(1)
  .max(100_000_000_000)
  .describe('Tokens a minute, as the vendor counts them.');

const inFlight = z.int().min(1).max(10_000);

const concurrency = z
  .union([
    inFlight,
    z
      .strictObject({
        min: inFlight.default(1).describe('It is never cut below this.'),
        max: inFlight.describe('It never grows above this.'),
      })
      .refine(({ min, max }) => min <= max, 'has a min above its max'),
  ])
  .describe(
    'Requests in flight. A number: that many, fewer after refusals. min and max: from min on, ' +
      'growing while the vendor refuses nothing.',
  );

const bounds = {
  rpm: rpm.optional(),
  tpm: tpm.optional(),
  concurrency: concurrency.optional(),
};

const entry = z
  .strictObject({
    per: z
      .enum(['model', 'key', 'provider'])
      .describe('Who shares it: a key and a model, all models of a key, or all keys of a server.'),
    ...bounds,
  })
  .refine(isBound, 'bounds nothing; give it rpm, tpm or concurrency');

/** What a vendor allows; settings that change no answer. */
export const limits = z
  .union([
    z.strictObject(bounds).refine(isBound, 'bounds nothing; give it rpm, tpm or concurrency'),
    z
      .array(entry)
      .min(1)
      .refine(
        (entries) => new Set(entries.map(({ per }) => per)).size === entries.length,
        'has two entries for the same `per`',
      ),
  ])
  .describe(
    'What the vendor allows: an object for this key and model, or a list with `per`. Absent: ' +
      'learned from its headers and refusals.',
  );

function isBound({ rpm: requests, tpm: tokens, concurrency: places }: LimitBounds): boolean {
  return [requests, tokens, places].some((bound) => bound !== undefined);
}

interface LimitBounds {
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
  readonly concurrency?: z.infer<typeof concurrency> | undefined;
}

/** As written. */
export type LimitsConfig = z.infer<typeof limits>;
/** The bounds of one entry. */
export type LimitEntry = z.infer<typeof entry>;

/** Where limits are shared by processes that do not share a ledger. */
export const sharedLimits = z
  .strictObject({
    redis: z.strictObject({
      urlEnv: apiKeyEnv
        .default('REDIS_URL')
        .describe('NAME of the environment variable that holds the address: rediss://….'),
    }),
    workers: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe(
        'Processes that share the limits. Where Redis is out of reach from the start, each goes ' +
          'on with its part. Absent: it must be in reach at the start.',
      ),
  })
  .describe(
    'Where limits are shared by processes on several machines: a Redis 7 or newer. Absent: by ' +
      'all processes of the same workspace.',
  );
/** As written, with its defaults. */
export type SharedLimitsConfig = z.infer<typeof sharedLimits>;
