const WINDOW_MS = 30_000;

/** How fast things happen now: over the last 30 seconds, so that a slow start is soon forgotten. */
export class MovingRate {
  readonly #startMs: number;
  readonly #timesMs: number[] = [];
  #first = 0;

  /** @param startMs  When counting begins, on any clock that never runs backwards. */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** Counts some at a time that is not before the last one. */
  add(timeMs: number, count = 1): void {
    for (let at = 0; at < count; at++) this.#timesMs.push(timeMs);
    this.#forgetUntil(timeMs - WINDOW_MS);
  }

  /** Things per second; undefined when there were none in the window, or no time has passed. */
  perSecond(nowMs: number): number | undefined {
    this.#forgetUntil(nowMs - WINDOW_MS);
    const count = this.#timesMs.length - this.#first;
    const spanMs = Math.min(WINDOW_MS, nowMs - this.#startMs);
    return count === 0 || spanMs <= 0 ? undefined : (count * 1_000) / spanMs;
  }

  #forgetUntil(timeMs: number): void {
    while ((this.#timesMs[this.#first] ?? Number.POSITIVE_INFINITY) <= timeMs) this.#first += 1;
    if (this.#first < 4_096) return;
    this.#timesMs.splice(0, this.#first);
    this.#first = 0;
  }
}
