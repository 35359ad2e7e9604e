import type { Clock } from '../../core/clock.ts';
import { MabError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { backoffMs, RETRY_AFTER_MS_MAX } from '../../gateway/backoff.ts';

/** Attempts without progress, one after another. */
const ATTEMPTS_MAX = 6;
/** After an attempt that has brought this many bytes, counting begins anew. */
const PROGRESS_BYTES = 4 * 1024 * 1024;

export interface RetryWorld {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly onRetry: (error: MabError, waitMs: number) => void;
}

/**
 * Repeats what may succeed later (errors with `retry: 'later'`), with growing pauses, and never
 * sooner than the server asked for.
 *
 * @param attempt     Does the work.
 * @param bytesSoFar  Of the file that it fetches; absent where there is none.
 */
export async function retried<T>(
  attempt: () => Promise<T>,
  { clock, random, signal, onRetry }: RetryWorld,
  bytesSoFar: () => Promise<number> = async () => 0,
): Promise<T> {
  let failures = 0;
  for (;;) {
    const before = await bytesSoFar();
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      const isProgress = (await bytesSoFar()) - before >= PROGRESS_BYTES;
      failures = isProgress ? 1 : failures + 1;
      const waitMs = waitAfter(error, failures, random);
      if (waitMs === undefined) throw error;
      onRetry(error as MabError, waitMs);
      await clock.sleep(waitMs, signal).catch((reason: unknown) => {
        signal.throwIfAborted();
        throw reason;
      });
    }
  }
}

/** Undefined where trying again would not help, or has been tried often enough. */
function waitAfter(error: unknown, failures: number, random: Random): number | undefined {
  if (!(error instanceof MabError) || error.retry === 'never') return undefined;
  const asked = error.details?.retryAfterMs;
  const retryAfterMs = typeof asked === 'number' ? asked : undefined;
  if (failures >= ATTEMPTS_MAX || (retryAfterMs ?? 0) > RETRY_AFTER_MS_MAX) return undefined;
  return backoffMs(failures, retryAfterMs, random);
}
