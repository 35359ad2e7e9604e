import type { BatchItem } from '../../contracts/batch.ts';
import type { MabError } from '../../core/errors.ts';
import { backoffMs } from '../backoff.ts';
import { asksTooMuch, retryAfterMs } from '../routes/provider-failure.ts';
import { askVendor, type BatchContext } from './batch-context.ts';
import { findBatch } from './find-batch.ts';

/** What became of handing a batch in: the vendor's id, or why there is none. */
export type Submitted = string | MabError;

/**
 * Hands a batch in. Where the answer was lost, the vendor's batches are listed before it is handed
 * in again.
 *
 * @throws {MabError} where nobody can tell whether it exists. BatchTakenOver.
 */
export async function submitBatch(
  context: BatchContext,
  items: readonly BatchItem<unknown>[],
): Promise<Submitted> {
  const { ledger, random, clock, signal } = context.options;
  for (let tries = 1; ; tries++) {
    const submitted = await submitOnce(context, items);
    if (typeof submitted === 'string') return submitted;
    if (submitted.retry === 'never' || asksTooMuch(submitted)) return submitted;
    if (tries >= context.route.attemptsMax) return submitted;
    try {
      await clock.sleep(backoffMs(tries, retryAfterMs(submitted), random), signal);
    } catch {
      // Stopped between two tries: there is no batch, and none will be.
      return submitted;
    }
    if (!(await ledger.perform('resubmitBatch', context.held))) throw new BatchTakenOver();
  }
}

async function submitOnce(
  context: BatchContext,
  items: readonly BatchItem<unknown>[],
): Promise<Submitted> {
  const { clock, batch } = context.options;
  try {
    const { tag } = context.held;
    return await askVendor(context, (provider, limit) => provider.submit(items, tag, limit));
  } catch (thrown) {
    const error = thrown as MabError;
    if (error.details?.mayBeBilled !== true) return error;
    const ids = new Set(items.map(({ id }) => id));
    return (await findBatch(context, ids, clock.now() + batch.pollMs)) ?? error;
  }
}

/** Another process has the batch in hand: this one was silent for too long. */
export class BatchTakenOver extends Error {}
