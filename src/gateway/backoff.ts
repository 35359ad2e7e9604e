import type { Random } from '../core/random.ts';

/** Wait before the second attempt, in ms; each further one doubles it. */
const FIRST_WAIT_MS = 500;
const WAIT_MS_MAX = 30_000;
/** A call is given up when its server asks for a longer pause, in ms. */
export const RETRY_AFTER_MS_MAX = 300_000;

/**
 * How long to wait after a failed attempt: exponential with full jitter, and never less than the
 * server asked for.
 *
 * @param failures       Attempts that have failed, from 1.
 * @param retryAfterMs   The server's `retry-after`, where it sent one.
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoffMs(
  failures: number,
  retryAfterMs: number | undefined,
  random: Random,
): number {
  const ceiling = Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** (failures - 1));
  return Math.max(retryAfterMs ?? 0, Math.round(random() * ceiling));
}
