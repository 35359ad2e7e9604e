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

/**
 * What a judging's judges are asked again, to see what decides their marks: one document, and for
 * each judging unit with chosen answers a probe unit, committed as judging units are.
 */
export const biasCheckSchema = z.strictObject({
  v: z.literal(1),
  /** A short hash of judging, seed, share and version of the probes. */
  checkId: z.string(),
  judgingId: z.string(),
  runId: z.string(),
  createdAt: z.string(),
  seed: z.int(),
  /** In (0, 1]: of the answers of each protocol. */
  share: z.number(),
  units: z.array(
    z.strictObject({
      unitId: z.string(),
      judgingUnitId: z.string(),
      probeUnitId: z.string(),
      /** Answers of the unit that are asked about again. */
      answers: z.int().min(1),
    }),
  ),
});
export type BiasCheck = z.infer<typeof biasCheckSchema>;

/** The marker of a probe unit: written last and once. */
export const probesCommitSchema = judgingCommitSchema.omit({ objects: true }).extend({
  probeUnitId: z.string(),
  objects: z.strictObject({ probes: objectRefSchema, calls: objectRefSchema }),
});
export type ProbesCommit = z.infer<typeof probesCommitSchema>;

/** One answer in one guise, with the marks of the judges that had given it a score. */
export const probeRecordSchema = z.strictObject({
  v: z.literal(1),
  questionId: z.string(),
  kind: z.enum(['repeated', 'swapped', 'padded']),
  byJudge: z.record(z.string(), marksSchema),
});
export type ProbeRecord = z.infer<typeof probeRecordSchema>;
