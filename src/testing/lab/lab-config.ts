import { parse } from 'yaml';
import { z } from 'zod';
import { errorMessage, MabError } from '../../core/errors.ts';
import { parseUsd } from '../../core/money.ts';
import type { KindPrices } from '../invoice.ts';
import {
  FAULTS,
  type Fault,
  type FaultPlan,
  firstAttempts,
  firstOf,
  seededFaults,
  stormByCount,
  stormByTime,
} from '../server-faults.ts';
import type { BatchFault, LabOptions, ModelOptions } from './lab-options.ts';

/** As vendors print prices: US dollars per million tokens. */
const usdPerMillion = z
  .number()
  .min(0)
  .refine((usd) => picoPerMillion(usd) % 1_000_000n === 0n, 'At most six digits after the point.')
  .transform((usd) => picoPerMillion(usd) / 1_000_000n);

const kinds = {
  inputUsdPerMillion: usdPerMillion,
  cachedInputUsdPerMillion: usdPerMillion.optional(),
  cacheWriteUsdPerMillion: usdPerMillion.optional(),
  cacheWriteHourUsdPerMillion: usdPerMillion.optional(),
  outputUsdPerMillion: usdPerMillion,
};

const price = z.strictObject({
  ...kinds,
  batchPercent: z.int().min(0).max(100).optional(),
  tiers: z.array(z.strictObject({ ...kinds, aboveInputTokens: z.int().min(0) })).optional(),
});

const count = z.int().min(1);
const range = z.tuple([z.number().min(0), z.number().min(0)]).refine(([from, to]) => from <= to);
const time = z.union([z.number().min(0), range]);

const limits = z.strictObject({
  requestsPerMinute: count.optional(),
  tokensPerMinute: count.optional(),
  inputTokensPerMinute: count.optional(),
  outputTokensPerMinute: count.optional(),
  concurrency: count.optional(),
  batchTokens: count.optional(),
  burstSeconds: z.number().positive().optional(),
});

const model = z.strictObject({
  price,
  limits: limits.optional(),
  contextTokens: count.optional(),
  outputTokensMax: count.optional(),
  outputTokens: range.optional(),
  reasoningTokens: range.optional(),
  promptCache: z.enum(['vendor', 'chance']).optional(),
  cacheHitShare: z.number().min(0).max(1).optional(),
  cacheTokensMin: count.optional(),
});

const fault = z.enum(FAULTS);

/** Each entry is a plan of faults; the first that has one for a request decides. */
const plan = z.union([
  z.strictObject({
    seed: z.int(),
    share: z.number().min(0).max(1),
    kinds: z.array(fault).min(1),
  }),
  z.strictObject({ firstAttempts: z.array(fault).min(1) }),
  z.strictObject({ stormByCount: z.tuple([count, count]) }),
  z.strictObject({ stormByTime: z.array(range).min(1) }),
]);

const configSchema = z.strictObject({
  models: z.record(z.string(), model).default(() => ({ '*': { price: SMALL_MODEL } })),
  keys: z
    .record(z.string(), z.strictObject({ balanceUsd: z.number().min(0).optional() }))
    .optional(),
  seed: z.union([z.int(), z.string()]).optional(),
  latencyMs: time.optional(),
  lateMs: z.number().min(0).optional(),
  faults: z.array(plan).default([]),
  batchMs: time.optional(),
  /** By the number of the batch, from 1. */
  batchFaults: z.record(z.string(), z.enum(['expired', 'failed'])).optional(),
  vectorLength: z.int().min(1).max(32).optional(),
});

/** What a small model cost in 2025, so that a lab without a configuration bills something. */
const SMALL_MODEL = {
  ...{ inputUsdPerMillion: 150_000n, cachedInputUsdPerMillion: 75_000n },
  outputUsdPerMillion: 600_000n,
};

/**
 * A lab's options from a file (YAML or JSON); '' stands for one that knows every model.
 *
 * @throws {MabError} LAB_CONFIG_INVALID with all that is wrong.
 */
export function parseLabConfig(text: string, name: string): LabOptions {
  const parsed = configSchema.safeParse(readYaml(text, name) ?? {});
  if (!parsed.success) throw invalid(name, z.prettifyError(parsed.error));
  const { models, keys, faults, batchFaults, ...rest } = parsed.data;
  return {
    ...withoutAbsent(rest),
    models: mapValues(models, modelOptions),
    ...(keys && { keys: mapValues(keys, keyOptions) }),
    faults: firstOf(...faults.map(planOf)),
    ...(batchFaults && {
      batchFaults: ({ number }): BatchFault | undefined => batchFaults[String(number)],
    }),
  };
}

function readYaml(text: string, name: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw invalid(name, errorMessage(error));
  }
}

function invalid(name: string, problems: string): MabError {
  return new MabError('LAB_CONFIG_INVALID', `The lab cannot be made from ${name}:\n${problems}`, {
    hint: 'Its options are those of `LabOptions` in src/testing/lab/lab-options.ts.',
  });
}

function modelOptions({ price, ...rest }: z.infer<typeof model>): ModelOptions {
  const { batchPercent, tiers } = price;
  return {
    ...(withoutAbsent(rest) as Omit<ModelOptions, 'price'>),
    price: {
      ...kindPrices(price),
      ...(batchPercent !== undefined && { batchPercent }),
      ...(tiers && {
        tiers: tiers.map(({ aboveInputTokens, ...tier }) => ({
          ...{ ...kindPrices(tier), aboveInputTokens },
        })),
      }),
    },
  };
}

function kindPrices(sent: Omit<z.infer<typeof price>, 'batchPercent' | 'tiers'>): KindPrices {
  const { cachedInputUsdPerMillion: cached, cacheWriteUsdPerMillion: write } = sent;
  const hour = sent.cacheWriteHourUsdPerMillion;
  return {
    inputPicoUsd: sent.inputUsdPerMillion,
    ...(cached !== undefined && { cachedInputPicoUsd: cached }),
    ...(write !== undefined && { cacheWritePicoUsd: write }),
    ...(hour !== undefined && { cacheWriteHourPicoUsd: hour }),
    outputPicoUsd: sent.outputUsdPerMillion,
  };
}

function keyOptions({ balanceUsd }: { balanceUsd?: number | undefined }) {
  return balanceUsd === undefined ? {} : { balancePicoUsd: parseUsd(balanceUsd) };
}

function planOf(entry: z.infer<typeof plan>): FaultPlan {
  if ('share' in entry) return seededFaults(entry.seed, entry.share, entry.kinds as Fault[]);
  if ('firstAttempts' in entry) return firstAttempts(...(entry.firstAttempts as Fault[]));
  if ('stormByCount' in entry) return stormByCount(...entry.stormByCount);
  return stormByTime(entry.stormByTime);
}

function picoPerMillion(usd: number): bigint {
  return parseUsd(usd);
}

type Present<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

function withoutAbsent<T extends object>(options: T): Present<T> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Present<T>;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  const entries = Object.entries(record).map(([name, value]) => [name, map(value)] as const);
  return Object.fromEntries(entries);
}
