import type { MabError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { backoffMs } from '../backoff.ts';
import { retryAfterMs } from './provider-failure.ts';

interface Tried {
  readonly failures: number;
  readonly notBeforeMs: number;
  readonly error: MabError;
}

/** What one call has tried so far, by the names of its routes. */
export class CallTries {
  readonly #tried = new Map<string, Tried>();
  #sends = 0;
  #lastRoute: string | undefined;

  /** Sends that have failed. */
  get sends(): number {
    return this.#sends;
  }

  /** The one that failed last. */
  get lastRoute(): string | undefined {
    return this.#lastRoute;
  }

  /** Those over one route. */
  failuresOf(route: string): number {
    return this.#tried.get(route)?.failures ?? 0;
  }

  /** What the route said last. */
  errorOf(route: string): MabError | undefined {
    return this.#tried.get(route)?.error;
  }

  failed(route: string, error: MabError, nowMs: number): void {
    this.#sends += 1;
    this.#lastRoute = route;
    this.#tried.set(route, {
      failures: this.failuresOf(route) + 1,
      notBeforeMs: nowMs + (retryAfterMs(error) ?? 0),
      error,
    });
  }

  /** How long to wait before a route is asked, in ms: not at all where it has not failed. */
  waitMs(route: string, nowMs: number, random: Random): number {
    const tried = this.#tried.get(route);
    if (!tried) return 0;
    return backoffMs(tried.failures, Math.max(0, tried.notBeforeMs - nowMs), random);
  }
}
