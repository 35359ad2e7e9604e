/** When a call leaves a route that fails for the next one. */
export interface FailoverPolicy {
  /** Failed attempts of one call on one route, after which its next route is tried. */
  readonly afterAttempts: number;
  /** With a longer pause asked for by the server the next route takes over at once, in ms. */
  readonly pauseMsMax: number;
  readonly breaker: BreakerOptions;
}

/** When a route that fails is left alone. */
export interface BreakerOptions {
  /** Failures in a row after which the route is left alone. */
  readonly failures: number;
  /** For how long at first, in ms; each probe that fails doubles it. */
  readonly coolDownMs: number;
  readonly coolDownMsMax: number;
}

export const DEFAULT_POLICY: FailoverPolicy = {
  afterAttempts: 2,
  pauseMsMax: 5_000,
  breaker: { failures: 5, coolDownMs: 10_000, coolDownMsMax: 300_000 },
};
