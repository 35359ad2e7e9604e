import { z } from 'zod';
import type { Budget } from '../../contracts/budget.ts';
import { NO_BUDGET } from '../../contracts/budget.ts';
import { LANES } from '../../contracts/lane.ts';
import { type JudgeConfig, judgeConfig, judgeSchema } from '../config/judge-schema.ts';
import type { BatchLaneConfig, DataConfig } from '../config/run-config.ts';
import type { RunManifest } from '../manifest.ts';
import type { JudgedBy } from './run-panel.ts';

/** What a run was told, as far as it matters to whoever marks its answers later. */
export interface StoredSettings {
  /** Undefined where the manifest is too old to say it. */
  readonly data: DataConfig | undefined;
  readonly judgedBy: ReadonlyMap<string, JudgedBy>;
  /** Undefined where it named no judges. */
  readonly judge: JudgeConfig | undefined;
  readonly budget: Budget;
  readonly concurrency: number;
  readonly storeRequests: boolean;
  readonly aliasDaysMax: number;
  readonly batch: BatchLaneConfig;
}

const limit = z.object({
  picoUsd: z
    .string()
    .transform((digits) => BigInt(digits))
    .optional(),
  tokens: z.int().optional(),
});

const budget = z.object({
  run: limit,
  cell: limit,
  month: limit,
  tags: z.record(z.string(), limit),
  member: z.string().optional(),
  warnAt: z.array(z.number()),
});

const data = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), folder: z.string(), itemTable: z.string().optional() }),
  z.object({ kind: z.literal('open-corpus'), seed: z.int() }),
  z.object({ kind: z.literal('hub'), revision: z.string() }),
  z.object({ kind: z.enum(['jsonl', 'locomo', 'longmemeval']), path: z.string() }),
]);

const LIVE: BatchLaneConfig = { lane: 'live', pollMs: 30_000, lingerMs: 5_000, callsMin: 50 };

/** Older releases lack some of it. */
const settings = z.object({
  data: data.optional().catch(undefined),
  datasets: z
    .array(z.object({ id: z.string(), judge: z.enum(['auto', 'generic', 'none']).optional() }))
    .catch([]),
  judge: judgeSchema.optional().catch(undefined),
  budget: budget.catch({ ...NO_BUDGET, tags: {}, warnAt: [] }),
  concurrency: z.int().min(1).catch(8),
  storeRequests: z.boolean().catch(false),
  aliasDaysMax: z.int().min(0).catch(7),
  batch: z
    .object({ lane: z.enum(LANES), pollMs: z.int(), lingerMs: z.int(), callsMin: z.int() })
    .catch(LIVE),
});

/** Reads the configuration that a run was begun with. */
export function storedSettings({ config }: Pick<RunManifest, 'config'>): StoredSettings {
  const stored = settings.parse(config ?? {});
  return {
    ...stored,
    data: stored.data,
    judgedBy: new Map(stored.datasets.flatMap(({ id, judge }) => (judge ? [[id, judge]] : []))),
    judge: stored.judge && judgeConfig(stored.judge),
  };
}
