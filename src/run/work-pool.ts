import { interrupted } from './stopping.ts';

export interface WorkPoolOptions {
  /** How many are done at once. */
  readonly atOnce: number;
  /** Nothing is begun after it. */
  readonly signal: AbortSignal;
}

/**
 * Does the pieces of some work, several at once, each taken when there is a hand for it. After the
 * first error nothing new is begun, and what is under way is waited for.
 *
 * @throws what `work` or `doOne` throws; INTERRUPTED after the signal.
 */
export async function workThrough<T>(
  work: AsyncIterator<T>,
  { atOnce, signal }: WorkPoolOptions,
  doOne: (piece: T) => Promise<void>,
): Promise<void> {
  const stopped = new AbortController();
  const hand = async (): Promise<void> => {
    for (;;) {
      if (stopped.signal.aborted) return;
      if (signal.aborted) throw interrupted();
      const next = await work.next();
      if (next.done) return;
      await doOne(next.value);
    }
  };
  const hands = Array.from({ length: atOnce }, async () => {
    try {
      await hand();
    } catch (error) {
      stopped.abort();
      throw error;
    }
  });
  await Promise.allSettled(hands);
  await Promise.all(hands);
}
