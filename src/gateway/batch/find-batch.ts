import type { ListedBatch } from '../../contracts/batch.ts';
import { MabError } from '../../core/errors.ts';
import { askPatiently, type BatchContext } from './batch-context.ts';

/** How far the vendor's clock may be behind ours, in ms. */
const SKEW_MS = 600_000;

/** What a look at the vendor's list has shown. */
type Sighting = string | 'not there' | 'not known yet';

/**
 * Looks for a batch of which nobody knows whether it arrived at the vendor: by its tag, or, where
 * the vendor stores none, by the ids of its items among the batches of that time and size, which
 * are shown once they have ended.
 *
 * @param items       Their ids.
 * @param surelyAtMs  From then on what is not listed was never made, in ms since 1970.
 * @returns the vendor's id, or undefined when there surely is none.
 * @throws {MabError} BATCH_UNCLEAR where that cannot be told; what the vendor refuses.
 */
export async function findBatch(
  context: BatchContext,
  items: ReadonlySet<string>,
  surelyAtMs: number,
): Promise<string | undefined> {
  const { clock, signal, batch } = context.options;
  const { provider } = context.route;
  const others = new Set<string>();
  for (;;) {
    const nowMs = clock.now();
    const sinceMs = context.held.createdMs - SKEW_MS;
    const listed = await askPatiently(context, (vendor, limit) => vendor.list(sinceMs, limit));
    const seen = provider.storesTags
      ? byTag(listed, context.held.tag)
      : await byItems(context, listed, { items, others });
    if (seen === 'not there' && nowMs >= surelyAtMs) return undefined;
    if (seen !== 'not there' && seen !== 'not known yet') return seen;
    await clock.sleep(batch.pollMs, signal);
  }
}

function byTag(listed: readonly ListedBatch[], tag: string): Sighting {
  return listed.find((batch) => batch.tag === tag)?.batchId ?? 'not there';
}

/** @param others  Grows by the batches that are known not to be ours. */
async function byItems(
  context: BatchContext,
  listed: readonly ListedBatch[],
  { items, others }: { items: ReadonlySet<string>; others: Set<string> },
): Promise<Sighting> {
  const { ledger } = context.options;
  const known = new Set(await ledger.perform('knownBatches', { route: context.route.id }));
  const candidates = listed.filter(
    ({ batchId, requests }) =>
      requests === context.held.requests && !known.has(batchId) && !others.has(batchId),
  );
  for (const { batchId, ended } of candidates) {
    if (!ended) continue;
    if (await isOurs(context, batchId, items)) return batchId;
    others.add(batchId);
  }
  return candidates.some(({ ended }) => !ended) ? 'not known yet' : 'not there';
}

async function isOurs(
  context: BatchContext,
  batchId: string,
  items: ReadonlySet<string>,
): Promise<boolean> {
  try {
    const { attemptsMax } = context.route;
    const collect = await askPatiently(
      context,
      (vendor, limit) => vendor.collect(batchId, limit),
      attemptsMax,
    );
    return collect.some(({ id }) => items.has(id));
  } catch (error) {
    if (!(error instanceof MabError) || error.blame === 'environment') throw error;
    throw new MabError('BATCH_UNCLEAR', `Nobody can tell whose the batch ${batchId} is.`, {
      blame: 'provider',
      cause: error,
    });
  }
}
