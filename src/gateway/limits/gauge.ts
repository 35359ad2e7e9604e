import type { QuotaState } from '../../contracts/model.ts';

/**
 * A rate, as a token bucket that may be in debt. It holds what a second brings, not a minute: a
 * vendor may enforce 600 a minute as 10 a second, and its own bucket may be shared. A request is
 * let pass as soon as the debt is paid, whatever it needs itself, so that small ones cannot starve
 * a large one; what it takes beyond the level is debt that all later ones wait for.
 *
 * In any span of t minutes at most `perMinute × t + burst + one request` is taken.
 */
export interface Gauge {
  /** What may be taken at `atMs`; negative: debt. */
  readonly level: number;
  readonly atMs: number;
  /** What the vendor's headers said last. */
  readonly vendor?: VendorWord;
}

/** A vendor's own count, carried on from when it was heard. */
export interface VendorWord {
  /** A minute; absent: not said. */
  readonly perMinute?: number;
  /** What is left at `atMs`; absent: not said. */
  readonly left?: number;
  /** What comes back in a ms. */
  readonly perMs: number;
  readonly atMs: number;
  /** When it is full again: from then on the word is old. */
  readonly fullMs: number;
}

const MINUTE_MS = 60_000;
/** What a bucket holds: the share of a minute. */
const BURST_MS = 1_000;
/** What sums of fractions may be off. */
const ROUNDING = 1e-6;
/** Clocks of two machines differ by less, in ms. */
const SKEW_MS_MAX = 60_000;
/** A word that reaches further, in ms, is of a limit by the day: a refusal will tell. */
const WORD_MS_MAX = 300_000;

/** What a bucket of this rate holds. @param least  Never less than this. */
export function burstOf(perMinute: number | undefined, least: number): number {
  return Math.max(least, ((perMinute ?? 0) * BURST_MS) / MINUTE_MS);
}

/** The rate that holds: what is stated or, if that is lower or nothing is stated, the vendor's. */
export function rateOf(stated: number | undefined, { vendor }: Gauge): number | undefined {
  if (stated === undefined) return vendor?.perMinute;
  return Math.min(stated, vendor?.perMinute ?? stated);
}

/**
 * The gauge at a later time.
 *
 * @param perMinute  The rate since then; undefined: no bound.
 * @param least      The bucket never holds less than this.
 */
export function refill(
  gauge: Gauge,
  perMinute: number | undefined,
  { least, nowMs }: { least: number; nowMs: number },
): Gauge {
  const { vendor } = gauge;
  const atMs = later(gauge.atMs, nowMs);
  const refilled = { level: levelAt(gauge, perMinute, { least, nowMs }), atMs };
  return vendor ? { ...refilled, vendor: vendorAt(vendor, nowMs) } : refilled;
}

function levelAt(
  { level, atMs }: Gauge,
  perMinute: number | undefined,
  { least, nowMs }: { least: number; nowMs: number },
): number {
  // Without a bound there is no debt: a rate that is learned later begins anew.
  if (perMinute === undefined) return least;
  const brought = (perMinute * Math.max(0, nowMs - atMs)) / MINUTE_MS;
  return Math.min(burstOf(perMinute, least), level + brought);
}

/**
 * Time does not run backwards where a process has a slower clock than the one before it, or each
 * turn of the two would bring the difference anew. Much earlier is a clock that was set back.
 */
function later(atMs: number, nowMs: number): number {
  return nowMs > atMs - SKEW_MS_MAX ? Math.max(atMs, nowMs) : nowMs;
}

function vendorAt(vendor: VendorWord, nowMs: number): VendorWord {
  const { left, ...word } = vendor;
  const atMs = later(vendor.atMs, nowMs);
  if (left === undefined || nowMs >= vendor.fullMs) return { ...word, atMs };
  const back = vendor.perMs * Math.max(0, nowMs - vendor.atMs);
  return { ...word, left: left + back, atMs };
}

/**
 * How long a request has to wait, in ms; 0: it may pass now.
 *
 * @param gauge      Refilled.
 * @param need       At most `perMinute`.
 * @param perMinute  The rate that holds; undefined: no bound.
 * @param share      The part of the rate that is used now.
 */
export function waitOf(
  gauge: Gauge,
  need: number,
  { perMinute, share, least }: { perMinute: number | undefined; share: number; least: number },
): number {
  const { level, vendor } = gauge;
  const byVendor =
    vendor?.left === undefined ? 0 : waitFor(need - vendor.left, vendor.perMs, vendor);
  if (perMinute === undefined) return byVendor;
  const used = perMinute * share;
  // Keeps a request of almost a minute's worth within a vendor's bucket of a minute.
  const large = need - (perMinute - burstOf(perMinute, least));
  const wanted = Math.min(burstOf(used, least), Math.max(least, large));
  return Math.max(byVendor, waitFor(wanted - level, used / MINUTE_MS));
}

function waitFor(missing: number, perMs: number, vendor?: VendorWord): number {
  if (missing <= ROUNDING) return 0;
  const ms = perMs > 0 ? missing / perMs : Number.POSITIVE_INFINITY;
  return Math.ceil((vendor ? Math.min(ms, vendor.fullMs - vendor.atMs) : ms) - ROUNDING);
}

/** Takes an amount, or gives back a negative one. */
export function taken(gauge: Gauge, amount: number): Gauge {
  const { vendor } = gauge;
  return {
    ...gauge,
    level: gauge.level - amount,
    ...(vendor?.left === undefined ? {} : { vendor: { ...vendor, left: vendor.left - amount } }),
  };
}

/** What a vendor has said, put in place of what it said before. */
export function heard(gauge: Gauge, state: QuotaState | undefined, nowMs: number): Gauge {
  if (!state) return gauge;
  const { limit, remaining, resetMs } = state;
  const perMinute = limit !== undefined && limit > 0 ? limit : gauge.vendor?.perMinute;
  const said = remaining !== undefined && resetMs !== undefined && resetMs > 0;
  // Vendors refill all the time or at the end of a window; this is the slower of the two guesses
  // for a bucket, and for a window a refusal will tell.
  const perMs = said ? Math.max(0, (perMinute ?? remaining) - remaining) / resetMs : 0;
  const fullMs = nowMs + Math.min(resetMs ?? 0, WORD_MS_MAX);
  const vendor: VendorWord = {
    ...(perMinute === undefined ? {} : { perMinute }),
    ...(said ? { left: remaining } : {}),
    ...{ perMs, fullMs, atMs: nowMs },
  };
  return { ...gauge, vendor };
}
