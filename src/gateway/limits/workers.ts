import { inFlightOf, type LimitState, type LimitsDocument } from './limit-state.ts';

/** A process that holds or wants room is heard at least this often, in ms. */
export const HEARTBEAT_MS = 5_000;
/** One that was not heard for this long is dead, and its rooms are free. */
const STALE_MS = 20_000;
/** The time of the last word is exact to this, in ms, so that not every word has to be written. */
const EXACT_MS = 2_000;
/** A limit that nobody has used for this long, in ms, is forgotten: by then it is as new. */
const FORGET_MS = 600_000;

/** The processes that are alive, the asking one included; the same object where nothing changes. */
export function nextWorkers(
  workers: LimitsDocument['workers'],
  { owner, nowMs }: { owner: string; nowMs: number },
): LimitsDocument['workers'] {
  const all = Object.entries(workers);
  // A time in the future was written before the clock was set back.
  const alive = all.filter(([, seenMs]) => Math.abs(nowMs - seenMs) < STALE_MS);
  const seenMs = workers[owner];
  const isFresh = seenMs !== undefined && Math.abs(nowMs - seenMs) < EXACT_MS;
  if (isFresh && alive.length === all.length) return workers;
  return { ...Object.fromEntries(alive), [owner]: nowMs };
}

/** Limits without the rooms of dead processes, and without those that nobody uses any more. */
export function withoutDead(
  limits: LimitsDocument['limits'],
  workers: LimitsDocument['workers'],
  nowMs: number,
): LimitsDocument['limits'] {
  const kept = Object.entries(limits).flatMap(([name, state]) => {
    const alive = livingHolders(state, workers);
    const isIdle = nowMs - state.requests.atMs > FORGET_MS;
    return isIdle && inFlightOf(alive) === 0 ? [] : [[name, alive] as const];
  });
  return Object.fromEntries(kept);
}

function livingHolders(state: LimitState, workers: LimitsDocument['workers']): LimitState {
  const all = Object.entries(state.holders);
  const alive = all.filter(([owner]) => workers[owner] !== undefined);
  return alive.length === all.length ? state : { ...state, holders: Object.fromEntries(alive) };
}
