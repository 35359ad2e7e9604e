/** What a vendor lets through in a minute: refilled all the time, and full at the beginning. */
export class TokenBucket {
  readonly #perMinute: number;
  readonly #capacity: number;
  #level: number;
  #atMs: number;

  /**
   * @param burstSeconds  How much may be saved up, in seconds of refill.
   * @param nowMs  As in all methods: milliseconds of one clock, never running backwards.
   */
  constructor(perMinute: number, burstSeconds: number, nowMs: number) {
    this.#perMinute = perMinute;
    this.#capacity = (perMinute * burstSeconds) / 60;
    this.#level = this.#capacity;
    this.#atMs = nowMs;
  }

  get perMinute(): number {
    return this.#perMinute;
  }

  /** Takes out, into debt where there is not enough; whoever asks first does not get there. */
  take(amount: number, nowMs: number): void {
    this.#level = this.#levelAt(nowMs) - amount;
    this.#atMs = nowMs;
  }

  /**
   * Until there is enough, in ms; 0 when there is; Infinity when a minute never brings as much.
   * Whoever needs more than can be saved up may have it when the bucket is full.
   */
  waitMs(amount: number, nowMs: number): number {
    if (amount > this.#perMinute) return Number.POSITIVE_INFINITY;
    return this.#msUntil(Math.min(amount, this.#capacity), nowMs);
  }

  /** Whole tokens that are there; never below 0. */
  remaining(nowMs: number): number {
    return Math.max(0, Math.floor(this.#levelAt(nowMs)));
  }

  /** Until it is full, in ms. */
  resetMs(nowMs: number): number {
    return this.#msUntil(this.#capacity, nowMs);
  }

  #msUntil(level: number, nowMs: number): number {
    // A billionth of a token is the rounding of the division, not a reason to wait.
    const missing = level - this.#levelAt(nowMs) - 1e-9;
    return missing <= 0 ? 0 : Math.ceil((missing * 60_000) / this.#perMinute);
  }

  #levelAt(nowMs: number): number {
    const refill = ((nowMs - this.#atMs) * this.#perMinute) / 60_000;
    return Math.min(this.#capacity, this.#level + refill);
  }
}
