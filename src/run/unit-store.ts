import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { UnitCalls, UsedCall } from '../contracts/gateway.ts';
import {
  type AnswerRecord,
  type ScoreRecord,
  type UnitCommit,
  type UnitTimings,
  unitCommitSchema,
} from '../contracts/records.ts';
import type { BlobStore } from '../contracts/store.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { UnitId } from '../core/ids.ts';
import {
  readSealedAttempts,
  readSealedUses,
  type SealedAttempt,
  type SealedUse,
  segmentLines,
  useLines,
} from './sealed-calls.ts';
import {
  jsonLines,
  parseStored,
  putObject,
  readLines,
  readObject,
  textOf,
} from './stored-objects.ts';
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
  const put = (name: string, data: string | Uint8Array) =>
    putObject(store, unit.unitId, name, data);
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

/** All that was sent for a unit before it committed, by whichever run. */
export function readAttempts(
  store: BlobStore,
  { objects }: UnitCommit,
): Promise<readonly SealedAttempt[]> {
  return readSealedAttempts(store, objects.calls);
}

/** All replies that a unit has used, those of embedders included. */
export function readUses(
  store: BlobStore,
  { objects: { calls, embeddings } }: UnitCommit,
): Promise<readonly SealedUse[]> {
  return readSealedUses(store, [calls, ...(embeddings ? [embeddings] : [])]);
}

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
