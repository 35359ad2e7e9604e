import type { MabError } from '../../core/errors.ts';
import type { TakenBatch } from '../ledger/batch-protocol.ts';
import { asProviderError } from '../routes/provider-failure.ts';
import type { BatchOptions } from './batch-options.ts';
import type { BatchRoute } from './batch-route.ts';

/** A batch that this process holds, but for its items. */
export type HeldBatch = Omit<Extract<TakenBatch, { kind: 'taken' }>, 'kind' | 'items' | 'route'>;

/** What is needed to bring one batch to its end. */
export interface BatchContext {
  readonly options: BatchOptions;
  readonly route: BatchRoute;
  readonly held: HeldBatch;
  readonly queue: VendorQueue;
}

/** What is known of a vendor's queue, by all batches of a route. */
export interface VendorQueue {
  /** Batches in a row that found no room. */
  refusals: number;
}

type AskVendor<T> = (provider: BatchRoute['provider'], signal: AbortSignal) => Promise<T>;

/** Asks the vendor once, within the time limit. @throws {MabError} as `ModelProvider`. */
export async function askVendor<T>({ route }: BatchContext, ask: AskVendor<T>): Promise<T> {
  try {
    return await ask(route.provider, AbortSignal.timeout(route.timeoutMs));
  } catch (thrown) {
    throw asProviderError(thrown);
  }
}

/**
 * Asks until the vendor answers: an outage while nothing can be lost is waited out, and told.
 *
 * @param unreadableMax  Answers in a row that cannot be read before that is thrown.
 * @throws {MabError} what will not be better later; the reason of the signal.
 */
export async function askPatiently<T>(
  context: BatchContext,
  ask: AskVendor<T>,
  unreadableMax = Number.POSITIVE_INFINITY,
): Promise<T> {
  const { clock, signal, batch, onEvent } = context.options;
  for (let [failures, unreadable] = [0, 0]; ; ) {
    signal.throwIfAborted();
    try {
      return await askVendor(context, ask);
    } catch (thrown) {
      const error = thrown as MabError;
      if (error.code === 'PROVIDER_REPLY_UNREADABLE') unreadable += 1;
      if (error.retry === 'never' || unreadable >= unreadableMax) throw error;
      failures += 1;
      const { code, message } = error;
      if (failures === 1) onEvent({ type: 'batch-unanswered', code, message });
      await clock.sleep(batch.pollMs, signal);
    }
  }
}
