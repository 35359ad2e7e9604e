import type { z } from 'zod';
import {
  type AnswerRecord,
  answerRecordSchema,
  type ScoreRecord,
  scoreRecordSchema,
  type UnitCommit,
  type UnitTimings,
  unitCommitSchema,
  unitTimingsSchema,
} from '../contracts/records.ts';
import { MabError } from '../core/errors.ts';

/** The version that is written; all earlier ones can be read. */
const VERSION = 2;

/** @throws {MabError} RECORD_TOO_NEW; a ZodError for what is no record. */
export function parseAnswerRecord(stored: unknown): AnswerRecord {
  return parse(stored, answerRecordSchema, ({ usage, ...record }) => ({
    ...record,
    usage: withCacheWrites(usage),
  }));
}

/** @throws {MabError} RECORD_TOO_NEW; a ZodError for what is no record. */
export function parseScoreRecord(stored: unknown): ScoreRecord {
  return parse(stored, scoreRecordSchema, (record) => ({ ...record, notes: [] }));
}

/** @throws {MabError} RECORD_TOO_NEW; a ZodError for what is no timings. */
export function parseUnitTimings(stored: unknown): UnitTimings {
  return parse(stored, unitTimingsSchema, ({ questions, ...timings }) => ({
    ...timings,
    served: [],
    questions: Array.isArray(questions)
      ? questions.map((question) => ({ ...asObject(question), served: [] }))
      : questions,
  }));
}

/** @throws {MabError} RECORD_TOO_NEW; a ZodError for what is no commit. */
export function parseUnitCommit(stored: unknown): UnitCommit {
  return parse(stored, unitCommitSchema, ({ cost, ...commit }) => ({
    ...commit,
    cost: Object.fromEntries(
      Object.entries(asObject(cost)).map(([phase, sums]) => {
        const { usage, ...others } = asObject(sums);
        return [phase, { ...others, usage: withCacheWrites(usage) }];
      }),
    ),
  }));
}

type Stored = Readonly<Record<string, unknown>>;

/** @param fromFirst  Makes of a record of version 1 one of version 2, but for its `v`. */
function parse<T>(stored: unknown, schema: z.ZodType<T>, fromFirst: (record: Stored) => Stored): T {
  const record = asObject(stored);
  if (typeof record.v === 'number' && record.v > VERSION) throw tooNew(record.v);
  return schema.parse(record.v === 1 ? { ...fromFirst(record), v: VERSION } : stored);
}

/** Whatever is no object becomes an empty one, which the schema then refuses. */
function asObject(value: unknown): Stored {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Providers of that release had no price for cache writes. */
function withCacheWrites(usage: unknown): Stored {
  return { cacheWriteTokens: 0, ...asObject(usage) };
}

function tooNew(version: number): MabError {
  return new MabError('RECORD_TOO_NEW', `A record has version ${version}; this release reads 2.`, {
    hint: 'Use the release of mab that made this workspace, or a newer one.',
  });
}
