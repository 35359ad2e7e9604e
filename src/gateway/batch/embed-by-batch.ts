import type { EmbedderModel } from '../embeddings/embedder-model.ts';
import type { TextCall } from '../embeddings/text-batch.ts';
import type { BatchLane } from './batch-lane.ts';
import type { BatchRoute } from './batch-route.ts';

/**
 * Waits until documents have their vectors in the ledger, or have to be asked for live. Of a text
 * whose vector has expired the next generation is bought.
 */
export async function embedByBatch(
  lane: BatchLane,
  route: BatchRoute,
  { dimensions }: EmbedderModel,
  calls: readonly TextCall[],
): Promise<void> {
  const asked = dimensions === undefined ? {} : { dimensions };
  const waits = calls.map(async ({ text, keyOf, claim }) => {
    const request = { model: route.model, texts: [text], role: 'document', ...asked };
    for (let generation = 0; ; generation++) {
      const key = keyOf(generation);
      const prepared = await lane.prepare({ route, request, claim: { ...claim, key } });
      if (prepared !== 'expired') return;
    }
  });
  // All of them have asked by now, so an error of one loses no other one's batch.
  for (const ended of await Promise.allSettled(waits)) {
    if (ended.status === 'rejected') throw ended.reason;
  }
}
