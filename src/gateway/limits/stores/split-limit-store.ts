import type { LimitStore, RoomNews, RoomNewsAnswer } from '../../../contracts/limits.ts';
import type { Clock } from '../../../core/clock.ts';
import { MabError } from '../../../core/errors.ts';
import { createDividedLimitStore } from './divided-limit-store.ts';
import { createMemoryLimitStore } from './memory-limit-store.ts';

/** How long a place that was out of reach is left alone, in ms. */
const RETRY_MS = 5_000;

export interface SplitLimitStoreOptions {
  readonly clock: Clock;
  /**
   * Opens the shared place under a name of its own: rooms from before an outage are not counted
   * after it, whoever has heard of them.
   */
  readonly open: () => LimitStore;
  /**
   * Processes that share the limits, as far as is known beforehand; undefined: an outage before the
   * first answer is an error.
   */
  readonly workers: number | undefined;
  /** `workers` each use their part from now on; undefined: all is shared again. */
  readonly onSplit: (workers: number | undefined, error: MabError | undefined) => void;
}

/**
 * Shares limits with others and, while the shared place is out of reach, keeps to an equal part of
 * them: as many parts as there were processes when it was last heard of.
 */
export class SplitLimitStore implements LimitStore {
  readonly #options: SplitLimitStoreOptions;
  readonly #own: LimitStore;
  #shared: LimitStore;
  #workers: number | undefined;
  /** While it is out of reach: when it is tried again. */
  #retryMs: number | undefined;

  constructor(options: SplitLimitStoreOptions) {
    const { clock, open, workers } = options;
    this.#options = options;
    this.#shared = open();
    this.#workers = workers;
    const memory = createMemoryLimitStore(() => clock.now());
    this.#own = createDividedLimitStore(memory, () => this.#workers ?? 1);
  }

  async exchange(news: RoomNews): Promise<RoomNewsAnswer> {
    const nowMs = this.#options.clock.elapsed();
    if (this.#retryMs !== undefined && nowMs < this.#retryMs) return this.#own.exchange(news);
    try {
      const answer = await this.#shared.exchange(news);
      this.#workers = Math.max(answer.workers, this.#options.workers ?? 1);
      if (this.#retryMs !== undefined) this.#options.onSplit(undefined, undefined);
      this.#retryMs = undefined;
      return answer;
    } catch (error) {
      return this.#withoutOthers(news, error);
    }
  }

  close(): Promise<void> {
    return this.#shared.close();
  }

  async #withoutOthers(news: RoomNews, error: unknown): Promise<RoomNewsAnswer> {
    const { clock, open, onSplit } = this.#options;
    const isOutage = error instanceof MabError && error.code === 'LIMITS_UNREACHABLE';
    if (!isOutage || this.#workers === undefined) throw error;
    if (this.#retryMs === undefined) onSplit(this.#workers, error);
    this.#retryMs = clock.elapsed() + RETRY_MS;
    await this.#shared.close().catch(() => undefined);
    this.#shared = open();
    return this.#own.exchange(news);
  }
}
