import type { Quota } from './model.ts';

/**
 * The seam to the place where limits are held: the ledger's database, Redis, or, when that is out
 * of reach, this process alone.
 */

/** What a vendor allows, for all who use the same name. */
export interface Limit {
  /** Whoever shares the name shares the limit: `<origin> <key's fingerprint> <model>`. */
  readonly name: string;
  /** Absent: no such bound, or what the vendor's headers say. */
  readonly requestsPerMinute?: number;
  /** Input and output together. */
  readonly tokensPerMinute?: number;
  /** Requests in flight; the bounds within which it adapts. */
  readonly concurrency?: { readonly min: number; readonly max: number };
}

/** Asks for leave to send one request now. */
export interface RoomRequest {
  /** All of them have to have room, or nothing is taken. */
  readonly limits: readonly Limit[];
  /** Input and output together, as estimated. */
  readonly tokens: number;
}

export type RoomAnswer =
  /** Send now; `end` has to follow. */
  | { readonly kind: 'taken'; readonly room: string }
  /** Ask again after this time; another one may be faster. */
  | { readonly kind: 'wait'; readonly ms: number };

/** What became of a request that was given room. */
export interface RoomEnd {
  readonly room: string;
  readonly limits: readonly Limit[];
  readonly estimatedTokens: number;
  /** What was used; 0 for a request that was never sent. */
  readonly tokens: number;
  /** `limited`: refused for its rate (429). */
  readonly outcome: 'served' | 'limited' | 'failed' | 'not-sent';
  /** As the vendor asked for. */
  readonly retryAfterMs?: number;
  readonly quota?: Quota;
}

/** @throws {MabError} LIMITS_UNREACHABLE where the shared place does not answer. */
export interface LimitStore {
  take(request: RoomRequest): Promise<RoomAnswer>;
  end(end: RoomEnd): Promise<void>;
  close(): Promise<void>;
}
