import { z } from 'zod';
import { JUDGE_PROTOCOLS, PANEL_RULES } from './judge.ts';
import { objectRefSchema, phaseCostSchema } from './records.ts';

/**
 * What a judging leaves behind: one document of its own, and for each answer unit a judging unit,
 * which is committed as answers are. Verdicts hold nothing that time decides.
 */

const judgeSchema = z.strictObject({
  /** As it is called beside its verdicts. */
  name: z.string(),
  model: z.string(),
  /** The first that may serve it. */
  provider: z.string(),
  /** How it is to be named beside every verdict. */
  note: z.string().optional(),
});

const protocolSchema = z.strictObject({
  id: z.enum(JUDGE_PROTOCOLS),
  version: z.int(),
  promptsVersion: z.string(),
  metrics: z.array(z.string()).min(1),
});

/** Who marks which units of a run, and how. Written once, when it begins. */
export const judgingSchema = z.strictObject({
  v: z.literal(1),
  /** A short hash of `identity`. */
  judgingId: z.string(),
  runId: z.string(),
  createdAt: z.string(),
  panel: z.enum(PANEL_RULES),
  judges: z.array(judgeSchema).min(1),
  protocols: z.array(protocolSchema).min(1),
  /** All that can change a verdict. */
  identity: z.unknown(),
  /** One for each answer unit that is marked. */
  units: z.array(
    z.strictObject({
      unitId: z.string(),
      judgingUnitId: z.string(),
      protocol: z.enum(JUDGE_PROTOCOLS),
    }),
  ),
});
export type Judging = z.infer<typeof judgingSchema>;

/** The marker of a judging unit: written last and once. */
export const judgingCommitSchema = z.strictObject({
  v: z.literal(1),
  judgingUnitId: z.string(),
  /** Whose answers were marked. */
  unitId: z.string(),
  /** The run that executed it and paid for it. */
  runId: z.string(),
  committedAt: z.string(),
  answers: z.int().min(0),
  cost: z.strictObject({ judge: phaseCostSchema.optional() }),
  objects: z.strictObject({ verdicts: objectRefSchema, calls: objectRefSchema }),
});
export type JudgingCommit = z.infer<typeof judgingCommitSchema>;

const marksSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('scored'),
    scores: z.record(z.string(), z.number().min(0).max(1)),
    counts: z.record(z.string(), z.number()).optional(),
    repaired: z.boolean(),
  }),
  z.strictObject({ outcome: z.literal('unscored'), code: z.string(), said: z.string() }),
]);

/** One answer with the marks of all judges, as `PanelMarks`. */
export const verdictRecordSchema = z.strictObject({
  v: z.literal(1),
  questionId: z.string(),
  byJudge: z.record(z.string(), marksSchema),
  panel: marksSchema,
});
export type VerdictRecord = z.infer<typeof verdictRecordSchema>;
