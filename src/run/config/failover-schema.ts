import { z } from 'zod';
import { limits } from './limits-schema.ts';
import { apiKeyEnv } from './model-options.ts';

/** Another key at the same server, for the same model at the same price. */
export const otherKey = z.strictObject({
  provider: z.undefined().optional().describe('Absent: the same server, with another key.'),
  apiKeyEnv,
  limits: limits.optional().describe('Of this key. Absent: as those of the first one.'),
});

const LIST_MAX = 32;

/** Other ways to the same model: keys of the same server, and servers of other providers. */
export function failoverOf<Entry extends z.ZodType>(entry: Entry) {
  return z
    .array(entry)
    .max(LIST_MAX)
    .default([])
    .describe('Other keys, and other providers of the same model, in the order they take over.');
}

const breaker = z
  .strictObject({
    failures: z
      .int()
      .min(1)
      .max(1_000)
      .default(5)
      .describe('Failures in a row, of any calls, after which it is left alone.'),
    coolDownMs: z
      .int()
      .min(1)
      .max(3_600_000)
      .default(10_000)
      .describe('For how long at first, in milliseconds; doubled by each probe that fails.'),
    coolDownMsMax: z
      .int()
      .min(1)
      .max(3_600_000)
      .default(300_000)
      .describe('For how long at most, in milliseconds.'),
  })
  .refine(
    ({ coolDownMs, coolDownMsMax }) => coolDownMs <= coolDownMsMax,
    'has a coolDownMs above its coolDownMsMax',
  )
  .describe('When a key or provider that fails is left alone, and then probed by one call.');

/** When the next way takes over. */
export const failoverPolicy = z
  .strictObject({
    afterAttempts: z
      .int()
      .min(1)
      .max(20)
      .default(2)
      .describe('Failed attempts of one call, after which the next one takes it.'),
    pauseMsMax: z
      .int()
      .min(0)
      .max(300_000)
      .default(5_000)
      .describe(
        'Asked to wait longer by the server (429), in milliseconds, the next one takes over.',
      ),
    breaker: breaker.prefault({}),
  })
  .prefault({})
  .describe('When the next key or provider takes over.');
