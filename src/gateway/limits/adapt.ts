import type { Limit, RoomEnd } from '../../contracts/limits.ts';
import { rateOf } from './gauge.ts';
import { inFlightOf, type LimitState } from './limit-state.ts';

/** What a cut leaves. Source: the factor of TCP CUBIC, RFC 9438, section 4.6. */
const CUT = 0.7;
/** No rate is cut below this part of what is stated. */
export const RATE_SHARE_MIN = 0.1;
/** What a clean round adds to the share of the rate. */
const RATE_STEP = 0.05;
/** What a clean round adds to the window, at least one. */
const WINDOW_STEP = 0.05;
/** A vendor that asks for a longer pause is not waited for: the calls fail and say so. */
const PAUSE_MS_MAX = 300_000;

/** What a limit learns from how a request ended. */
export function adapted(
  state: LimitState,
  limit: Limit,
  { end, nowMs }: { end: RoomEnd; nowMs: number },
): LimitState {
  if (!limit.adapts) return state;
  if (end.outcome === 'limited') return refused(state, limit, { end, nowMs });
  if (end.outcome !== 'served' || end.takenMs < state.cutMs) return state;
  return served(state, limit);
}

/** Pauses as the vendor asks, and cuts once for all refusals of what was sent before the cut. */
function refused(
  state: LimitState,
  limit: Limit,
  { end, nowMs }: { end: RoomEnd; nowMs: number },
): LimitState {
  const pauseMs = end.retryAfterMs ?? 0;
  const paused =
    pauseMs > PAUSE_MS_MAX
      ? state
      : { ...state, pausedUntilMs: Math.max(state.pausedUntilMs, nowMs + pauseMs) };
  if (end.takenMs < state.cutMs) return paused;
  const cut = { ...paused, cutMs: nowMs, served: 0 };
  if (hasRate(state, limit)) {
    return { ...cut, rateShare: Math.max(RATE_SHARE_MIN, state.rateShare * CUT) };
  }
  const min = limit.concurrency?.min ?? 1;
  const open = Math.min(state.window ?? Number.POSITIVE_INFINITY, inFlightOf(state) + 1);
  return { ...cut, window: Math.max(min, open * CUT) };
}

/** Counts towards the round; a full one without a refusal lets it grow. */
function served(state: LimitState, limit: Limit): LimitState {
  const count = state.served + 1;
  if (count < roundOf(state, limit)) return { ...state, served: count };
  const { window, rateShare, cutMs } = state;
  const grown = {
    ...state,
    ...{ served: 0, peak: inFlightOf(state) },
    rateShare: Math.min(1, rateShare + RATE_STEP),
  };
  if (window === undefined) return grown;
  const max = limit.concurrency?.max ?? Number.POSITIVE_INFINITY;
  const step = cutMs === 0 ? window : Math.max(1, window * WINDOW_STEP);
  // A window that nobody fills says nothing of what the vendor would bear.
  return state.peak >= window / 2 ? { ...grown, window: Math.min(max, window + step) } : grown;
}

/** As many as a second or the window brings. */
function roundOf(state: LimitState, limit: Limit): number {
  const rate = rateOf(limit.requestsPerMinute, state.requests);
  if (rate !== undefined) return Math.max(1, (rate * state.rateShare) / 60);
  return Math.max(1, state.window ?? inFlightOf(state));
}

function hasRate({ requests, tokens }: LimitState, limit: Limit): boolean {
  const rates = [rateOf(limit.requestsPerMinute, requests), rateOf(limit.tokensPerMinute, tokens)];
  return rates.some((rate) => rate !== undefined);
}
