import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { AttemptRow, UnitCalls, UsedCall } from '../contracts/gateway.ts';
import {
  type AnswerRecord,
  type ScoreRecord,
  type UnitCommit,
  type UnitTimings,
  unitCommitSchema,
} from '../contracts/records.ts';
import type { BlobStore } from '../contracts/store.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { errorMessage, MabError } from '../core/errors.ts';
import { sha256 } from '../core/hashing.ts';
import type { UnitId } from '../core/ids.ts';
import {
  parseAnswerRecord,
  parseScoreRecord,
  parseUnitCommit,
  parseUnitTimings,
} from './stored-records.ts';

/** All that a finished unit is made of. */
export interface UnitResult {
  readonly records: readonly AnswerRecord[];
  readonly scores: readonly ScoreRecord[];
  readonly timings: UnitTimings;
  readonly calls: UnitCalls;
}

type ObjectRef = UnitCommit['objects']['records'];

const markerKey = (unitId: UnitId): string => `units/${unitId}/commit.json`;

/**
 * Writes a unit's objects, then its marker: last and once. Objects are named by their hash, so a
 * late or duplicate worker overwrites nothing and loses harmlessly.
 *
 * @returns the marker that stands: this one, or that of the worker who was first.
 */
export async function commitUnit(
  store: BlobStore,
  unit: Omit<UnitCommit, 'v' | 'objects'> & { readonly unitId: UnitId },
  result: UnitResult,
): Promise<UnitCommit> {
  const put = async (name: string, data: string | Uint8Array): Promise<ObjectRef> => {
    const hash = sha256(data);
    const [stem, ...extensions] = name.split('.');
    const key = `units/${unit.unitId}/${stem}-${hash.slice(0, 16)}.${extensions.join('.')}`;
    await store.put(key, data);
    return { key, sha256: hash };
  };
  const isEmbedding = ({ reply }: UsedCall): boolean => 'vector' in reply;
  const vectors = result.calls.uses.filter(isEmbedding);
  const [records, scores, timings, calls, embeddings] = await Promise.all([
    put('records.jsonl', jsonLines(result.records)),
    put('scores.jsonl', jsonLines(result.scores)),
    put('timings.json', canonicalJson(result.timings)),
    put('calls.jsonl.gz', gzipSync(segmentLines(result.calls))),
    vectors.length > 0 ? put('embeddings.jsonl.gz', gzipSync(useLines(vectors))) : undefined,
  ]);
  const objects = { records, scores, timings, calls, ...(embeddings ? { embeddings } : {}) };
  const marker: UnitCommit = { v: 2, ...unit, objects };
  await store.putIfAbsent(markerKey(unit.unitId), canonicalJson(unitCommitSchema.parse(marker)));
  return (await readCommit(store, unit.unitId)) ?? marker;
}

/** The marker of a unit, or undefined while it is not done. */
export async function readCommit(
  store: BlobStore,
  unitId: UnitId,
): Promise<UnitCommit | undefined> {
  const key = markerKey(unitId);
  const bytes = await store.get(key);
  return bytes && parseStored(key, () => parseUnitCommit(JSON.parse(textOf(bytes))));
}

export async function readRecords(store: BlobStore, commit: UnitCommit): Promise<AnswerRecord[]> {
  return readLines(store, commit.objects.records, parseAnswerRecord);
}

export async function readScores(store: BlobStore, commit: UnitCommit): Promise<ScoreRecord[]> {
  return readLines(store, commit.objects.scores, parseScoreRecord);
}

export async function readTimings(store: BlobStore, commit: UnitCommit): Promise<UnitTimings> {
  const { timings } = commit.objects;
  const text = textOf(await readObject(store, timings));
  return parseStored(timings.key, () => parseUnitTimings(JSON.parse(text)));
}

const picoUsd = z
  .string()
  .regex(/^\d+$/)
  .transform((digits) => BigInt(digits));

const sealedAttemptSchema = z.object({
  runId: z.string(),
  phase: z.enum(['memorize', 'finalize', 'retrieve', 'answer', 'judge']),
  outcome: z.enum(['reply', 'error', 'unknown', 'open']),
  worstPicoUsd: picoUsd,
  costPicoUsd: picoUsd,
});

/** What an attempt has cost, and whom. */
export type SealedAttempt = Pick<AttemptRow, keyof z.infer<typeof sealedAttemptSchema>>;

/** All that was sent for a unit before it committed, by whichever run. */
export async function readAttempts(
  store: BlobStore,
  commit: UnitCommit,
): Promise<readonly SealedAttempt[]> {
  const { calls } = commit.objects;
  const bytes = await readObject(store, calls);
  return parseStored(calls.key, () =>
    attemptLines(gunzipSync(bytes)).map((line) => sealedAttemptSchema.parse(JSON.parse(line))),
  );
}

const sealedUseSchema = z.object({
  key: z.string(),
  path: z.string(),
  reply: z.unknown(),
  sentMs: z.number(),
  buyerOwner: z.string(),
});

/** A use as it was sealed; its reply is as it was in the ledger then. */
export type SealedUse = z.infer<typeof sealedUseSchema>;

/** All replies that a unit has used, those of embedders included. */
export async function readUses(
  store: BlobStore,
  { objects }: UnitCommit,
): Promise<readonly SealedUse[]> {
  const uses: SealedUse[] = [];
  for (const ref of [objects.calls, ...(objects.embeddings ? [objects.embeddings] : [])]) {
    const bytes = await readObject(store, ref);
    const lines = parseStored(ref.key, () => gunzipSync(bytes).toString('utf8').split('\n'));
    for (const line of lines) {
      if (!line.startsWith(USE_START)) continue;
      uses.push(parseStored(ref.key, () => sealedUseSchema.parse(JSON.parse(line))));
    }
  }
  return uses;
}

const USE_START = '{"v":1,"type":"use",';

/** Bytes of all objects that a unit has left in the store. */
export async function keptBytes(store: BlobStore, { objects }: UnitCommit): Promise<number> {
  let bytes = 0;
  for (const ref of Object.values(objects)) bytes += (await readObject(store, ref)).length;
  return bytes;
}

/** Length of the vectors of a unit; undefined where it has none. */
export async function readDimensions(
  store: BlobStore,
  { objects: { embeddings } }: UnitCommit,
): Promise<number | undefined> {
  if (!embeddings) return undefined;
  const text = gunzipSync(await readObject(store, embeddings)).toString('utf8');
  const [line = ''] = text.split('\n', 1);
  const { reply } = parseStored(embeddings.key, () => sealedVectorSchema.parse(JSON.parse(line)));
  return Buffer.from(reply.vector, 'base64').length / FLOAT_BYTES;
}

const FLOAT_BYTES = 4;
const sealedVectorSchema = z.object({ reply: z.object({ vector: z.string() }) });

/**
 * The lines of the attempts, which stand behind those of the uses. Replies, which may be large, are
 * not even decoded; no reply holds such a start of a line, because its line feeds are escaped.
 */
function attemptLines(segment: Buffer): string[] {
  const start = segment.indexOf(ATTEMPT_START) === 0 ? 0 : segment.indexOf(`\n${ATTEMPT_START}`);
  if (start < 0) return [];
  return segment
    .toString('utf8', start)
    .split('\n')
    .filter((line) => line !== '');
}

const ATTEMPT_START = '{"v":1,"type":"attempt",';

/** Vectors are sealed apart: a report reads attempts, and should not read megabytes of numbers. */
function segmentLines({ uses, attempts }: UnitCalls): string {
  const chats = uses.filter(({ reply }) => !('vector' in reply));
  const lines = attempts.map((attempt) => ({ v: 1, type: 'attempt', ...attempt }));
  return useLines(chats) + jsonLines(lines);
}

function useLines(uses: readonly UsedCall[]): string {
  return jsonLines(uses.map((use) => ({ v: 1, type: 'use', ...use })));
}

/** Members stay in the order in which the code builds them, which is the same in every process. */
function jsonLines(items: readonly object[]): string {
  const bigintAsText = (_: string, value: unknown): unknown =>
    typeof value === 'bigint' ? String(value) : value;
  return items.map((item) => `${JSON.stringify(item, bigintAsText)}\n`).join('');
}

async function readLines<T>(
  store: BlobStore,
  ref: ObjectRef,
  parse: (stored: unknown) => T,
): Promise<T[]> {
  const text = textOf(await readObject(store, ref));
  const lines = text.split('\n').filter((line) => line !== '');
  return parseStored(ref.key, () => lines.map((line) => parse(JSON.parse(line))));
}

async function readObject(
  store: BlobStore,
  { key, sha256: expected }: ObjectRef,
): Promise<Uint8Array> {
  const bytes = await store.get(key);
  if (bytes && sha256(bytes) === expected) return bytes;
  throw damaged(key, bytes ? 'it is not what was committed' : 'it is missing');
}

function parseStored<T>(key: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof MabError) throw error;
    throw damaged(key, errorMessage(error));
  }
}

function damaged(key: string, reason: string): MabError {
  return new MabError('STORE_DAMAGED', `The object ${key} cannot be used: ${reason}.`, {
    blame: 'environment',
    hint: 'Restore the workspace from a backup, or delete the folder of this unit and run again.',
  });
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
