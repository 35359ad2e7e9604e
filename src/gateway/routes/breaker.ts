import type { BreakerOptions } from './failover-policy.ts';

/**
 * Keeps calls away from a route that fails: after some failures in a row for a while, then one
 * call probes it. Pure: times are handed in, in ms of one clock that never runs backwards.
 */
export class Breaker {
  readonly #options: BreakerOptions;
  #failures = 0;
  #coolDownMs: number;
  #closedUntil = Number.NEGATIVE_INFINITY;
  #probing = false;

  constructor(options: BreakerOptions) {
    this.#options = options;
    this.#coolDownMs = options.coolDownMs;
  }

  /** When the route may be asked next; the past where it may be now. */
  get closedUntil(): number {
    return this.#closedUntil;
  }

  /** Whether a call may be sent now: none while the route is left alone, then one as a probe. */
  allows(nowMs: number): boolean {
    return nowMs >= this.#closedUntil && !this.#probing;
  }

  /** A call is sent now. */
  begin(nowMs: number): void {
    this.#probing = this.#isTripped && nowMs >= this.#closedUntil;
  }

  /** It was answered. */
  served(): void {
    this.#failures = 0;
    this.#probing = false;
    this.#coolDownMs = this.#options.coolDownMs;
    this.#closedUntil = Number.NEGATIVE_INFINITY;
  }

  /** It failed. Stragglers that were sent before the route was left alone change nothing. */
  failed(nowMs: number): void {
    this.#failures += 1;
    this.#probing = false;
    if (!this.#isTripped || nowMs < this.#closedUntil) return;
    this.#closedUntil = nowMs + this.#coolDownMs;
    this.#coolDownMs = Math.min(2 * this.#coolDownMs, this.#options.coolDownMsMax);
  }

  /** It ended in a way that says nothing of the route's health. */
  ended(): void {
    this.#probing = false;
  }

  /** The server asked to be left alone until then. */
  hold(untilMs: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, untilMs);
  }

  get #isTripped(): boolean {
    return this.#failures >= this.#options.failures;
  }
}
