import type { Limit } from '../../contracts/limits.ts';
import { burstOf, type Gauge } from './gauge.ts';

/** The limits of one server as they stand, by name. Plain data: a place may keep it as JSON. */
export interface LimitsDocument {
  readonly v: 1;
  readonly limits: Readonly<Record<string, LimitState>>;
  /** Processes, with the time at which each was last heard of, in ms. */
  readonly workers: Readonly<Record<string, number>>;
}

/** One limit as it stands. */
export interface LimitState {
  readonly requests: Gauge;
  readonly tokens: Gauge;
  /** The part of the rate that is used now, `RATE_SHARE_MIN` to 1. */
  readonly rateShare: number;
  /** Requests that may be in flight now; not whole. Absent: no bound. */
  readonly window?: number;
  /** Served since the window or the share was last changed. */
  readonly served: number;
  /** Most that were in flight since then. */
  readonly peak: number;
  /** When it was last cut; 0: never. Refusals of requests older than this do not cut again. */
  readonly cutMs: number;
  readonly pausedUntilMs: number;
  /** By process. */
  readonly holders: Readonly<Record<string, Holder>>;
}

/** The rooms of one process. */
export interface Holder {
  readonly inFlight: number;
  /** Rooms taken before this are no longer counted: the process was taken for dead. */
  readonly sinceMs: number;
  /** When it last had to wait for others to end; 0: never. */
  readonly wantedMs: number;
}

/** Before anybody has used them. */
export const NO_LIMITS: LimitsDocument = { v: 1, limits: {}, workers: {} };

/** A limit that nobody has used yet. */
export function newLimitState(limit: Limit, nowMs: number): LimitState {
  const { requestsPerMinute, tokensPerMinute, concurrency } = limit;
  return {
    requests: { level: burstOf(requestsPerMinute, 1), atMs: nowMs },
    tokens: { level: burstOf(tokensPerMinute, 0), atMs: nowMs },
    rateShare: 1,
    ...(concurrency ? { window: concurrency.start } : {}),
    ...{ served: 0, peak: 0, cutMs: 0, pausedUntilMs: 0, holders: {} },
  };
}

/** Requests in flight, of all processes. */
export function inFlightOf({ holders }: LimitState): number {
  return Object.values(holders).reduce((sum, { inFlight }) => sum + inFlight, 0);
}
