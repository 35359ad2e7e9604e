import type { Limit, RoomEnd } from '../../contracts/limits.ts';

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
