import type { Clock } from '../../core/clock.ts';
import type { SharedPrefix } from './shared-prefix.ts';

interface Warmth {
  /** Ends with the call that warms it up. */
  readonly warmingUp?: Promise<void>;
  /** When a call with it last ended, by `clock.elapsed()`. */
  usedMs: number;
}

/**
 * Calls that share a prefix: vendors can read it from their cache only once the first reply has
 * begun. So the first call goes alone, and the others wait for its end, well or badly; so again
 * when the vendor has forgotten the prefix. Whoever waits holds neither a place in the queue nor
 * a reservation.
 */
export class WarmUp {
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #signal: AbortSignal;
  readonly #prefixes = new Map<string, Warmth>();

  constructor({ clock, signal }: { clock: Pick<Clock, 'elapsed'>; signal: AbortSignal }) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /**
   * @param isToSend  Whether nobody has bought the call or is about to.
   * @throws what `work` throws, or the signal's reason when it is aborted while waiting.
   */
  async pass<T>(
    prefix: SharedPrefix,
    isToSend: () => Promise<boolean>,
    work: () => Promise<T>,
  ): Promise<T> {
    if (!this.#isWarm(prefix) && !(await isToSend())) return work();
    for (;;) {
      const warmingUp = this.#prefixes.get(prefix.key)?.warmingUp;
      if (!warmingUp) break;
      await this.#orAborted(warmingUp);
    }
    return this.#isWarm(prefix) ? this.#use(prefix, work) : this.#lead(prefix, work);
  }

  #isWarm({ key, cache }: SharedPrefix): boolean {
    const warmth = this.#prefixes.get(key);
    if (!warmth || warmth.warmingUp) return false;
    return this.#clock.elapsed() - warmth.usedMs < cache.idleMs;
  }

  async #lead<T>({ key }: SharedPrefix, work: () => Promise<T>): Promise<T> {
    const end = Promise.withResolvers<void>();
    this.#prefixes.set(key, { usedMs: 0, warmingUp: end.promise });
    try {
      return await work();
    } finally {
      this.#prefixes.set(key, { usedMs: this.#clock.elapsed() });
      end.resolve();
    }
  }

  async #use<T>({ key }: SharedPrefix, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      const warmth = this.#prefixes.get(key);
      if (warmth) warmth.usedMs = this.#clock.elapsed();
    }
  }

  async #orAborted(promise: Promise<void>): Promise<void> {
    const aborted = Promise.withResolvers<never>();
    const abort = (): void => aborted.reject(this.#signal.reason);
    this.#signal.throwIfAborted();
    this.#signal.addEventListener('abort', abort, { once: true });
    try {
      await Promise.race([promise, aborted.promise]);
    } finally {
      this.#signal.removeEventListener('abort', abort);
    }
  }
}
