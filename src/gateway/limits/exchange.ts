import type {
  Limit,
  RoomAnswer,
  RoomEnd,
  RoomNews,
  RoomNewsAnswer,
  RoomRequest,
} from '../../contracts/limits.ts';
import { adapted } from './adapt.ts';
import { heard, rateOf, refill, taken, waitOf } from './gauge.ts';
import {
  type Holder,
  inFlightOf,
  type LimitState,
  type LimitsDocument,
  newLimitState,
} from './limit-state.ts';
import { tokenNeed, tokensTaken } from './token-need.ts';
import { nextWorkers, withoutDead } from './workers.ts';

/** How often one looks again whether a request of another process has ended, in ms. */
const IN_FLIGHT_POLL_MS = 100;
/** A process that wanted room within this time, in ms, is left its share. */
const WANTED_MS = 1_000;
/** A pause that is longer than any vendor's was written before the clock was set back. */
const PAUSE_MS_MAX = 300_000;
const NO_HOLDER: Holder = { inFlight: 0, sinceMs: 0, wantedMs: 0 };

export interface Exchanged extends RoomNewsAnswer {
  /** The very same object where nothing has changed. */
  readonly document: LimitsDocument;
}

/**
 * One exchange of a process with a document: a function of its arguments alone, so that any place
 * which can read and replace a document in one step can hold limits.
 *
 * @param owner  The process that asks.
 * @param nowMs  By the clock of the place.
 */
export function exchange(
  before: LimitsDocument,
  { ends, takes }: Pick<RoomNews, 'ends' | 'takes'>,
  { owner, nowMs }: { owner: string; nowMs: number },
): Exchanged {
  const workers = nextWorkers(before.workers, { owner, nowMs });
  const limits = { ...withoutDead(before.limits, workers, nowMs) };
  for (const end of ends) hear(limits, end, { owner, nowMs });
  const waits = new Map<string, number>();
  const answers = takes.map((request) => ask(limits, request, { owner, nowMs, waits }));
  const isSame = workers === before.workers && sameValues(limits, before.limits);
  return {
    // A look that changes nothing need not be written.
    document: isSame ? before : { v: 1, limits, workers },
    answers,
    workers: Object.keys(workers).length,
  };
}

type Limits = Record<string, LimitState>;
type Asker = { readonly owner: string; readonly nowMs: number };

function hear(limits: Limits, end: RoomEnd, asker: Asker): void {
  for (const limit of end.request.limits) {
    const state = limits[limit.name];
    if (state) limits[limit.name] = ended(refilled(state, limit, asker.nowMs), limit, end, asker);
  }
}

function ended(state: LimitState, limit: Limit, end: RoomEnd, { owner, nowMs }: Asker): LimitState {
  const back = tokenNeed(end.request, limit) - tokensTaken(end, limit);
  const requests = end.outcome === 'not-sent' ? taken(state.requests, -1) : state.requests;
  const quota = limit.adapts ? end.quota : undefined;
  const settled = {
    ...state,
    requests: heard(requests, quota?.requests, nowMs),
    tokens: heard(taken(state.tokens, -back), quota?.tokens, nowMs),
  };
  return adapted(leave(settled, owner, end.takenMs), limit, { end, nowMs });
}

/** Takes one room from its holder, unless the holder was taken for dead since. */
function leave(state: LimitState, owner: string, takenMs: number): LimitState {
  const holder = state.holders[owner];
  if (!holder || takenMs < holder.sinceMs) return state;
  const inFlight = Math.max(0, holder.inFlight - 1);
  return { ...state, holders: { ...state.holders, [owner]: { ...holder, inFlight } } };
}

/** @param waits  By limit, of those before: whoever needs the same limit waits as well. */
function ask(
  limits: Limits,
  request: RoomRequest,
  { owner, nowMs, waits }: Asker & { waits: Map<string, number> },
): RoomAnswer {
  const states = request.limits.map((limit) => ({
    limit,
    state: refilled(limits[limit.name] ?? newLimitState(limit, nowMs), limit, nowMs),
  }));
  for (const { limit, state } of states) {
    const perMinute = rateOf(limit.tokensPerMinute, state.tokens);
    if (perMinute !== undefined && request.inputTokens > perMinute) {
      return { kind: 'too-large', limit: limit.name, tokensPerMinute: perMinute };
    }
  }
  let waitMs = 0;
  for (const { limit, state } of states) {
    const byRate = waits.get(limit.name) ?? rateWait(state, limit, request, nowMs);
    const isFull = byRate === 0 && !hasPlace(state, { owner, nowMs });
    const marked = isFull ? wanting(state, { owner, nowMs }) : state;
    if (marked !== state) limits[limit.name] = marked;
    const ms = isFull ? IN_FLIGHT_POLL_MS : byRate;
    if (ms > 0) waits.set(limit.name, ms);
    waitMs = Math.max(waitMs, ms);
  }
  if (waitMs > 0) return { kind: 'wait', ms: waitMs };
  for (const { limit, state } of states) {
    limits[limit.name] = enter(state, limit, request, { owner, nowMs });
  }
  return { kind: 'taken', takenMs: nowMs };
}

function rateWait(
  { requests, tokens, rateShare, pausedUntilMs }: LimitState,
  limit: Limit,
  request: RoomRequest,
  nowMs: number,
): number {
  const requestRate = rateOf(limit.requestsPerMinute, requests);
  const tokenRate = rateOf(limit.tokensPerMinute, tokens);
  const need = Math.min(tokenNeed(request, limit), tokenRate ?? Number.POSITIVE_INFINITY);
  return Math.max(
    Math.min(pausedUntilMs - nowMs, PAUSE_MS_MAX),
    waitOf(requests, 1, { perMinute: requestRate, share: rateShare, least: 1 }),
    waitOf(tokens, need, { perMinute: tokenRate, share: rateShare, least: 0 }),
    0,
  );
}

/**
 * Whether one more may be in flight. Where others want room too, nobody takes more than an equal
 * part: a process that ends a request knows first that there is room again, and would always win.
 */
function hasPlace(state: LimitState, { owner, nowMs }: Asker): boolean {
  const { window, holders } = state;
  if (window === undefined) return true;
  const places = Math.floor(window);
  if (inFlightOf(state) >= places) return false;
  const { inFlight } = holders[owner] ?? NO_HOLDER;
  const others = Object.entries(holders).filter(([name]) => name !== owner);
  const wanting = others.filter(([, { wantedMs }]) => nowMs - wantedMs < WANTED_MS);
  const part = Math.max(1, Math.floor(places / (wanting.length + 1)));
  return inFlight < part || wanting.every(([, holder]) => holder.inFlight >= part);
}

function wanting(state: LimitState, { owner, nowMs }: Asker): LimitState {
  const holder = state.holders[owner] ?? { ...NO_HOLDER, sinceMs: nowMs };
  // Not with every look: a document that has not changed need not be written.
  if (nowMs - holder.wantedMs < WANTED_MS / 2) return state;
  return { ...state, holders: { ...state.holders, [owner]: { ...holder, wantedMs: nowMs } } };
}

function enter(
  state: LimitState,
  limit: Limit,
  request: RoomRequest,
  { owner, nowMs }: Asker,
): LimitState {
  const holder = state.holders[owner] ?? { ...NO_HOLDER, sinceMs: nowMs };
  return {
    ...state,
    requests: taken(state.requests, 1),
    tokens: taken(state.tokens, tokenNeed(request, limit)),
    peak: Math.max(state.peak, inFlightOf(state) + 1),
    holders: { ...state.holders, [owner]: { ...holder, inFlight: holder.inFlight + 1 } },
  };
}

function refilled(state: LimitState, limit: Limit, nowMs: number): LimitState {
  const { requests, tokens, rateShare } = state;
  const requestRate = shareOf(rateOf(limit.requestsPerMinute, requests), rateShare);
  const tokenRate = shareOf(rateOf(limit.tokensPerMinute, tokens), rateShare);
  return {
    ...state,
    requests: refill(requests, requestRate, { least: 1, nowMs }),
    tokens: refill(tokens, tokenRate, { least: 0, nowMs }),
  };
}

function shareOf(perMinute: number | undefined, share: number): number | undefined {
  return perMinute === undefined ? undefined : perMinute * share;
}

function sameValues(left: Limits, right: Readonly<Record<string, LimitState>>): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length && names.every((name) => left[name] === right[name])
  );
}
