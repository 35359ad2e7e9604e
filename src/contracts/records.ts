import { z } from 'zod';
import { SCORE_NOTES } from './metric.ts';

/**
 * What a finished unit leaves behind, as objects in the store. Versioned: a change of a field needs
 * a new version and a migration in `src/run/stored-records.ts`. Records hold nothing that time or
 * chance decides, so that a run that was killed and resumed leaves byte-identical records; times
 * are in `UnitTimings`.
 *
 * Version 2 added `cacheWriteTokens`, the finish reason `tool`, the tokens of retrieved items, and
 * the notes of scores, and who served calls.
 */

export const usageSchema = z.strictObject({
  inputTokens: z.int().min(0),
  cachedInputTokens: z.int().min(0),
  cacheWriteTokens: z.int().min(0),
  outputTokens: z.int().min(0),
  reasoningTokens: z.int().min(0),
  embeddedTokens: z.int().min(0).optional(),
  source: z.enum(['reported', 'estimated']),
});

const picoUsd = z.string().regex(/^\d+$/).describe('Decimal integer of pico-dollars.');

export const retrievedItemSchema = z.strictObject({
  kind: z.enum(['chunk', 'passage', 'fact', 'summary']),
  rank: z.int().min(1),
  score: z.number().optional(),
  sources: z.array(z.string()),
  /** In o200k_base; absent in records of version 1. */
  tokens: z.int().min(0).optional(),
  /** The first 200 characters; the chunk itself can be made again from the dataset. */
  excerpt: z.string(),
});

/** One answered, or failed, question. */
export const answerRecordSchema = z.strictObject({
  v: z.literal(2),
  questionId: z.string(),
  question: z.string(),
  answers: z.array(z.string()).min(1),
  outcome: z.enum(['answered', 'failed']),
  /** Absent when failed. */
  answer: z.string().optional(),
  finish: z.enum(['stop', 'length', 'filter', 'tool', 'other']).optional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  retrieved: z.array(retrievedItemSchema),
  provenance: z.enum(['exact', 'derived', 'unknown']),
  /** Tokens of the context that no reader could see: beyond its window, or older than chunksMax. */
  droppedTokens: z.int().min(0),
  /**
   * Whether an accepted answer stands, normalised, in what the reader saw; absent where answers are
   * not words of the context (labels, choices).
   */
  answerSeen: z.boolean().optional(),
  usage: usageSchema,
  /** What this question's calls cost alone, bought or replayed. */
  standalonePicoUsd: picoUsd,
});
export type AnswerRecord = z.infer<typeof answerRecordSchema>;

/** One question's scores, apart from the answers so that scoring again runs no model. */
export const scoreRecordSchema = z.strictObject({
  v: z.literal(2),
  questionId: z.string(),
  /** Of the answer and of its retrieval, by metric name; see `docs/reference/metrics.md`. */
  scores: z.record(z.string(), z.number().min(0).max(1)),
  /** The answer as it was compared. */
  parsed: z.string(),
  /** What no score says; none in records of version 1. */
  notes: z.array(z.enum(SCORE_NOTES)),
});
export type ScoreRecord = z.infer<typeof scoreRecordSchema>;

/** Money and tokens of one phase. `paid` counts each attempt once, for its first payer. */
export const phaseCostSchema = z.strictObject({
  /** To language models. */
  calls: z.int().min(0),
  /** Texts that an embedder was asked for, however they were batched. Absent: none. */
  embeddedTexts: z.int().min(0).optional(),
  usage: usageSchema,
  paidPicoUsd: picoUsd,
  standalonePicoUsd: picoUsd,
  /** Attempts without a known outcome, at their worst case. */
  unknownAttempts: z.int().min(0),
  unknownPicoUsd: picoUsd,
});
export type PhaseCost = z.infer<typeof phaseCostSchema>;

/** Calls, and texts of embedders, that were served over one route. */
export const servedBySchema = z.strictObject({
  /** Key and provider, as they are named in reports: `openai:OPENAI_KEY_2`. */
  route: z.string(),
  /** A base URL, or the name of an embedded provider. */
  servedBy: z.string(),
  calls: z.int().min(0),
  embeddedTexts: z.int().min(0),
});
export type ServedBy = z.infer<typeof servedBySchema>;

export const unitTimingsSchema = z.strictObject({
  v: z.literal(2),
  /** Of this process and of the phase's model calls, as they were when first bought. */
  memorizeMs: z.number().min(0),
  /** Likewise. */
  finalizeMs: z.number().min(0),
  /** Who served all calls of the unit; none in timings of version 1, where nobody knows. */
  served: z.array(servedBySchema),
  /** Calls whose reply came in a file from another ledger; absent where there are none. */
  imported: z.int().min(1).optional(),
  questions: z.array(
    z.strictObject({
      questionId: z.string(),
      /** Of the question's model calls, as they were when first bought. */
      modelMs: z.number().min(0),
      /** Of everything else: retrieval, prompt building. */
      localMs: z.number().min(0),
      /** The reply came from the ledger. */
      replayed: z.boolean(),
      served: z.array(servedBySchema),
    }),
  ),
});
export type UnitTimings = z.infer<typeof unitTimingsSchema>;

/** An object of a finished unit, as its marker names it. */
export const objectRefSchema = z.strictObject({ key: z.string(), sha256: z.string() });
export type ObjectRef = z.infer<typeof objectRefSchema>;

/** Written last and once; from then on the unit is done. */
export const unitCommitSchema = z.strictObject({
  v: z.literal(2),
  unitId: z.string(),
  /** The run that executed the unit and paid for it. */
  runId: z.string(),
  committedAt: z.string(),
  contextId: z.string(),
  chunks: z.int().min(0),
  /** Of the chunks joined by U+0000. */
  chunksSha256: z.string(),
  questions: z.int().min(0),
  cost: z.partialRecord(
    z.enum(['memorize', 'finalize', 'retrieve', 'answer', 'judge']),
    phaseCostSchema,
  ),
  objects: z.strictObject({
    records: objectRefSchema,
    scores: objectRefSchema,
    timings: objectRefSchema,
    calls: objectRefSchema,
    /** The sealed calls to embedders; absent where there are none. */
    embeddings: objectRefSchema.optional(),
  }),
});
export type UnitCommit = z.infer<typeof unitCommitSchema>;
