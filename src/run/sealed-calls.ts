import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { AttemptRow, UnitCalls, UsedCall } from '../contracts/gateway.ts';
import type { ObjectRef } from '../contracts/records.ts';
import type { BlobStore } from '../contracts/store.ts';
import { jsonLines, parseStored, readObject } from './stored-objects.ts';

/**
 * The calls of a unit as they were when it committed: one object of lines, compressed, the uses
 * first.
 */

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
export async function readSealedAttempts(
  store: BlobStore,
  calls: ObjectRef,
): Promise<readonly SealedAttempt[]> {
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

/** The replies that were used. */
export async function readSealedUses(
  store: BlobStore,
  refs: readonly ObjectRef[],
): Promise<readonly SealedUse[]> {
  const uses: SealedUse[] = [];
  for (const ref of refs) {
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
export function segmentLines({ uses, attempts }: UnitCalls): string {
  const chats = uses.filter(({ reply }) => !('vector' in reply));
  const lines = attempts.map((attempt) => ({ v: 1, type: 'attempt', ...attempt }));
  return useLines(chats) + jsonLines(lines);
}

export function useLines(uses: readonly UsedCall[]): string {
  return jsonLines(uses.map((use) => ({ v: 1, type: 'use', ...use })));
}
