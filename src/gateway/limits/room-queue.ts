import type { Limit, LimitStore, RoomEnd, RoomRequest } from '../../contracts/limits.ts';
import type { Clock } from '../../core/clock.ts';
import { RoomDesk } from './room-desk.ts';

/** Where a request goes, and what it is held against there. */
export interface RoomPlace {
  /** The server: its origin. */
  readonly document: string;
  readonly limits: readonly Limit[];
}

/** Leave to send one request. */
export interface Room {
  /** Has to be called once, whatever came of it. */
  end(end: Omit<RoomEnd, 'takenMs' | 'request'>): void;
}

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
  #toldMs = Number.NEGATIVE_INFINITY;
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

  #tell(): void {
    const { clock, onWaiting } = this.#options;
    const desks = [...this.#desks.values()];
    const waiting = desks.reduce((sum, desk) => sum + desk.waiting, 0);
    const isDue = clock.elapsed() - this.#toldMs >= TELL_MS;
    if (waiting === 0 ? this.#told === 0 : !isDue) return;
    this.#told = waiting;
    this.#toldMs = clock.elapsed();
    onWaiting(waiting);
  }
}
