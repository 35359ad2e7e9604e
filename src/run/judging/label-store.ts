import { z } from 'zod';
import type { HumanLabel } from '../../bench/judges/human-labels.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { RunId } from '../../core/ids.ts';
import { parseStored, textOf } from '../stored-objects.ts';

/** What people say of a run's answers, as it was last given. */
const labelsSchema = z.strictObject({
  v: z.literal(1),
  labels: z.array(
    z.strictObject({
      questionId: z.string(),
      cell: z.string().optional(),
      scores: z.record(z.string(), z.number().min(0).max(1)),
    }),
  ),
});

const labelsKey = (runId: RunId): string => `runs/${runId}/labels.json`;

/** Keeps labels beside a run, in place of those that were there. */
export async function writeLabels(
  store: BlobStore,
  runId: RunId,
  labels: readonly HumanLabel[],
): Promise<void> {
  await store.put(labelsKey(runId), canonicalJson({ v: 1, labels }));
}

/** None where nobody has given any. */
export async function readLabels(store: BlobStore, runId: RunId): Promise<readonly HumanLabel[]> {
  const key = labelsKey(runId);
  const bytes = await store.get(key);
  return bytes ? parseStored(key, () => labelsSchema.parse(JSON.parse(textOf(bytes))).labels) : [];
}
