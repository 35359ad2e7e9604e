import type { LimitStore, RoomRequest } from '../../contracts/limits.ts';
import type { Clock } from '../../core/clock.ts';
import type { Room, RoomPlace } from './room.ts';
import { RoomDesk } from './room-desk.ts';

export interface RoomQueueOptions {
  readonly store: LimitStore;
  readonly clock: Clock;
  /** Told how many calls of this process wait for room: now and then, and 0 when none does. */
  readonly onWaiting: (waiting: number) => void;
}

/** How often is told that calls wait, in ms. */
const TELL_MS = 3_000;

/**
 * The calls of this process that wait for room: first come, first served, for each set of limits.
 * One of them at a time asks the store, so a thousand that wait cost it no more than one.
 */
export class RoomQueue {
  readonly #options: RoomQueueOptions;
  readonly #desks = new Map<string, RoomDesk>();
  /** Since when calls wait and nothing was told of it. */
  #quietMs: number | undefined;
  #told = 0;

  constructor(options: RoomQueueOptions) {
    this.#options = options;
  }

  /**
   * Waits until a request may be sent.
   *
   * @throws the signal's reason; {MabError} REQUEST_OVER_LIMIT for what no minute could hold,
   *   LIMITS_UNREACHABLE.
   */
  enter(
    { document, limits }: RoomPlace,
    need: Omit<RoomRequest, 'limits'>,
    signal: AbortSignal,
  ): Promise<Room> {
    return this.#deskOf(document).enter({ ...need, limits }, signal);
  }

  /** Resolves when the store has heard of all that has ended. */
  async settled(): Promise<void> {
    await Promise.all([...this.#desks.values()].map((desk) => desk.settled()));
  }

  #deskOf(document: string): RoomDesk {
    const { store, clock } = this.#options;
    const known = this.#desks.get(document);
    if (known) return known;
    const desk = new RoomDesk({ store, clock, document, onChange: () => this.#tell() });
    this.#desks.set(document, desk);
    return desk;
  }

  /** A wait that is over within a few seconds is not worth a word. */
  #tell(): void {
    const { clock, onWaiting } = this.#options;
    const waiting = [...this.#desks.values()].reduce((sum, desk) => sum + desk.waiting, 0);
    const nowMs = clock.elapsed();
    if (waiting === 0) {
      if (this.#told > 0) onWaiting(0);
      this.#told = 0;
      this.#quietMs = undefined;
      return;
    }
    this.#quietMs ??= nowMs;
    if (nowMs - this.#quietMs < TELL_MS) return;
    this.#quietMs = nowMs;
    this.#told = waiting;
    onWaiting(waiting);
  }
}
