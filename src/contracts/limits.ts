import type { Quota, Usage } from './model.ts';

/**
 * The seam to the place where limits are held: this process, the ledger's database or Redis. All
 * limits of one server stand in one document there, so that a request takes room in all of its
 * limits or in none.
 */

/** What a vendor allows, for all who use the same name. */
export interface Limit {
  /** Whoever shares the name shares the limit: `<key's fingerprint> <model>`. */
  readonly name: string;
  /** Absent: no such bound, or what the vendor's headers say. */
  readonly requestsPerMinute?: number;
  /** As `counting` says what a token is. */
  readonly tokensPerMinute?: number;
  readonly counting: TokenCounting;
  /** Requests in flight: the bounds within which it adapts. */
  readonly concurrency?: ConcurrencyBounds;
  /** The vendor's headers and refusals speak of this limit: it learns from them. */
  readonly adapts: boolean;
}

/**
 * What a vendor counts against its limit of tokens.
 * `used`: input and output, as they were. `reserved`: input and the most output that was asked for,
 * whatever came of it (OpenAI). `uncached`: input that was not read from its cache, and output
 * (Anthropic). `input`: input alone (Gemini).
 */
export type TokenCounting = 'used' | 'reserved' | 'uncached' | 'input';

/** 1 ≤ min ≤ start ≤ max. */
export interface ConcurrencyBounds {
  readonly min: number;
  readonly max: number;
  /** Before anything is known. */
  readonly start: number;
}

/** Asks for leave to send one request now. */
export interface RoomRequest {
  /** All of them have to have room, or nothing is taken. */
  readonly limits: readonly Limit[];
  /** As estimated. */
  readonly inputTokens: number;
  readonly outputTokensMax: number;
}

export type RoomAnswer =
  /** Send now; an end has to follow. */
  | { readonly kind: 'taken'; readonly takenMs: number }
  /** Nothing is reserved: ask again after this time, when others may have been faster. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** The input alone is more than this limit gives in a minute. */
  | { readonly kind: 'too-large'; readonly limit: string; readonly tokensPerMinute: number };

/** What became of a request that was given room. */
export interface RoomEnd {
  /** As in the answer that gave the room. */
  readonly takenMs: number;
  /** As in the request for room. */
  readonly request: RoomRequest;
  /** What was used; absent where that is not known, as after a time-out. */
  readonly usage?: Usage;
  /** `limited`: refused for its rate (429). `not-sent`: the vendor never saw it. */
  readonly outcome: 'served' | 'limited' | 'failed' | 'not-sent';
  /** As the vendor asked for. */
  readonly retryAfterMs?: number;
  readonly quota?: Quota;
}

/** What one process has to say to, and wants of, one document. */
export interface RoomNews {
  /** The server that the limits are for: its origin. */
  readonly document: string;
  /** Heard before the takes. */
  readonly ends: readonly RoomEnd[];
  /**
   * In the order in which they came: where one has to wait for a limit, those behind it that need
   * the same limit wait too.
   */
  readonly takes: readonly RoomRequest[];
}

/** What the place answers. */
export interface RoomNewsAnswer {
  /** One for each take, in order. */
  readonly answers: readonly RoomAnswer[];
  /** Processes that share this document now, the asking one included. */
  readonly workers: number;
}

/** Where limits are held. @throws {MabError} LIMITS_UNREACHABLE where the place is out of reach. */
export interface LimitStore {
  /**
   * Says and asks at once. Has to be called at least every `HEARTBEAT_MS` while rooms are held,
   * with nothing in it if need be; the rooms of a process that is silent are given to others.
   */
  exchange(news: RoomNews): Promise<RoomNewsAnswer>;
  close(): Promise<void>;
}
