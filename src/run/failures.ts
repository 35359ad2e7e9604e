import { z } from 'zod';
import type { BlobStore } from '../contracts/store.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { RunId } from '../core/ids.ts';

/**
 * Why a unit of a run has not committed, as it was when it was last tried. Gone with its commit.
 */
export const unitFailureSchema = z.strictObject({
  v: z.literal(1),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  answered: z.int().min(0),
  questions: z.array(
    z.strictObject({ questionId: z.string(), code: z.string(), message: z.string() }),
  ),
});
export type UnitFailure = z.infer<typeof unitFailureSchema>;

const failureKey = (runId: RunId, unitId: string): string =>
  `runs/${runId}/failures/${unitId}.json`;

export async function writeFailure(
  store: BlobStore,
  runId: RunId,
  unitId: string,
  failure: UnitFailure,
): Promise<void> {
  await store.put(failureKey(runId, unitId), canonicalJson(failure));
}

export async function readFailure(
  store: BlobStore,
  runId: RunId,
  unitId: string,
): Promise<UnitFailure | undefined> {
  const bytes = await store.get(failureKey(runId, unitId));
  return bytes && unitFailureSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
