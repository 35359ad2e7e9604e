import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Desk } from '../desk.ts';
import type { BatchFault } from '../lab-options.ts';
import { type ItemOutcome, type SentItem, serveItem } from './serve-item.ts';

/** Both vendors promise an answer within a day. */
export const WINDOW_MS = 24 * 60 * 60_000;

/** Items between which other requests get their turn. */
const ITEMS_A_TURN = 32;

/** How far a batch has come, with the time of each step, in ms; absent: not reached. */
interface BatchTimes {
  readonly createdMs: number;
  startedMs?: number;
  servedMs?: number;
  cancelAskedMs?: number;
  endedMs?: number;
}

/** A batch from its creation to its end; how it looks is the business of each vendor's API. */
export class BatchRun {
  readonly id: string;
  readonly key: string;
  readonly items: readonly SentItem[];
  readonly times: BatchTimes;
  readonly outcomes: ItemOutcome[] = [];
  isExpired = false;
  readonly #desk: Desk;
  readonly #cancelled = new AbortController();
  #served = 0;

  constructor(id: string, key: string, items: readonly SentItem[], desk: Desk) {
    this.id = id;
    this.key = key;
    this.items = items;
    this.#desk = desk;
    this.times = { createdMs: desk.nowMs() };
  }

  get expiresMs(): number {
    return this.times.createdMs + WINDOW_MS;
  }

  /** Serves all items in their order, and then ends. */
  async work(fault: BatchFault | undefined, stopped: AbortSignal): Promise<void> {
    const { batchMs } = this.#desk.options;
    await nextTurn();
    this.times.startedMs = this.#desk.nowMs();
    const ms = this.#desk.drawMs(batchMs, `batch ${this.id}`);
    if (ms > 0) await this.#progress(ms, stopped);
    const end = fault === 'expired' ? this.items.length >> 1 : this.items.length;
    while (this.#served < end && this.#mayGoOn()) {
      this.#serveNext();
      if (this.#served % ITEMS_A_TURN === 0) await nextTurn();
    }
    this.times.servedMs ??= this.#desk.nowMs();
    await nextTurn();
    if (fault === 'expired') this.isExpired = true;
    this.#finish();
  }

  /** Ends the batch where its day is over; asked before anyone looks at it. */
  settle(): void {
    if (this.times.endedMs !== undefined || this.#desk.nowMs() < this.expiresMs) return;
    this.isExpired = true;
    this.#finish();
  }

  cancel(): void {
    if (this.times.endedMs !== undefined) return;
    this.times.cancelAskedMs ??= this.#desk.nowMs();
    this.#cancelled.abort();
  }

  /** Waits until the batch would be served; a cancellation is not waited for that long. */
  async #progress(ms: number, stopped: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([stopped, this.#cancelled.signal]);
    await wait(ms, undefined, { signal }).catch((error: unknown) => {
      if (stopped.aborted) throw error;
    });
  }

  #mayGoOn(): boolean {
    this.settle();
    return this.times.endedMs === undefined && this.times.cancelAskedMs === undefined;
  }

  #serveNext(): void {
    const item = this.items[this.#served];
    this.#served += 1;
    if (item) this.outcomes.push(...serveItem(this.#desk, item, this.key));
  }

  /** What was not served is over: expired, or cancelled. */
  #finish(): void {
    if (this.times.endedMs !== undefined) return;
    const kind = this.isExpired ? 'expired' : 'cancelled';
    const rest = this.items.slice(this.#served);
    this.outcomes.push(...rest.map(({ customId }) => ({ customId, kind }) as const));
    this.#served = this.items.length;
    this.times.endedMs = this.#desk.nowMs();
  }
}
