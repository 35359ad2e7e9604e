import type { Clock } from '../../core/clock.ts';
import type { MabError } from '../../core/errors.ts';
import { asProviderError } from './provider-failure.ts';
import type { AnyRoute } from './route.ts';

/** What came of one send. */
export type Sent<T> = { readonly latencyMs: number } & (
  | { readonly reply: T; readonly error?: undefined }
  | { readonly error: MabError; readonly reply?: undefined }
);

/** What one send needs. */
export interface SendOptions {
  readonly clock: Clock;
  /** Longest time that it may take. */
  readonly timeoutMs: number;
  /** Stops what has not been sent yet; what was sent is waited for, because it is paid for. */
  readonly signal: AbortSignal;
}

/**
 * Sends one request over a route: every send passes here.
 *
 * @throws the reason of `signal` where that was aborted before anything was sent.
 */
export async function sendOn<R extends AnyRoute, T>(
  route: R,
  send: (route: R, signal: AbortSignal) => Promise<T>,
  { clock, timeoutMs, signal }: SendOptions,
): Promise<Sent<T>> {
  signal.throwIfAborted();
  const sentAt = clock.elapsed();
  try {
    const reply = await send(route, AbortSignal.timeout(timeoutMs));
    return { reply, latencyMs: clock.elapsed() - sentAt };
  } catch (thrown) {
    return { error: asProviderError(thrown), latencyMs: clock.elapsed() - sentAt };
  }
}
