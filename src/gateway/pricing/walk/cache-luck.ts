import type { Bill, BillRange, Guess, MoneyGuess } from '../../../contracts/estimate.ts';
import { billInLane, NO_BILL, plusBill } from './bills.ts';

/** Two-sided 90 %, as all ranges of an estimate. */
const Z90 = 1.645;

/**
 * What is at stake where each of some calls finds its prompt in the vendor's cache, or does not.
 * Few large prompts are more a matter of luck than many small ones.
 */
export interface CacheLuck {
  /** What it costs if all of them miss, less what it costs if all hit. */
  readonly atStake: Bill;
  /** Sum of the squares of what single calls may read, in tokens². */
  readonly squares: number;
}

export const NO_LUCK: CacheLuck = { atStake: NO_BILL, squares: 0 };

/** @param missed, hit  The same call, if nothing of its prompt is found, and all that can be. */
export function luckOf(missed: Bill, hit: Bill): CacheLuck {
  const atStake = plusBill(missed, hit, -1);
  return { atStake, squares: atStake.cachedTokens ** 2 };
}

/** The same in a lane that charges so many percent. */
export function luckInLane({ atStake, squares }: CacheLuck, percent: number): CacheLuck {
  return { atStake: billInLane(atStake, percent), squares };
}

/** The luck of both together. */
export function addLuck(a: CacheLuck, b: CacheLuck): CacheLuck {
  return { atStake: plusBill(a.atStake, b.atStake, 1), squares: a.squares + b.squares };
}

/**
 * A range that knows how often a cache hits in the long run, widened by the luck of these calls.
 * With a share p of hits and reads r, the share that these calls see has the variance
 * p (1 − p) Σr² / (Σr)²; it is independent of how far p itself may be off.
 */
export function withLuck(range: BillRange, luck: CacheLuck, share: Guess): BillRange {
  const { fewer, more } = luckyShares(luck, share);
  return {
    low: plusBill(range.low, luck.atStake, -more),
    expected: range.expected,
    high: plusBill(range.high, luck.atStake, fewer),
  };
}

/** The same for money alone. */
export function moneyWithLuck(money: MoneyGuess, luck: CacheLuck, share: Guess): MoneyGuess {
  const { fewer, more } = luckyShares(luck, share);
  const part = (of: number): bigint => BigInt(Math.round(Number(luck.atStake.picoUsd) * of));
  return { ...money, low: money.low - part(more), high: money.high + part(fewer) };
}

/** How far below and above the share's own range the calls may end, as shares of all reads. */
function luckyShares(
  { atStake, squares }: CacheLuck,
  { low, expected, high }: Guess,
): { readonly fewer: number; readonly more: number } {
  if (squares === 0) return { fewer: 0, more: 0 };
  const variance = (expected * (1 - expected) * squares) / atStake.cachedTokens ** 2;
  const reach = (known: number): number => Math.hypot(known, Z90 * Math.sqrt(variance));
  return {
    fewer: low - Math.max(0, expected - reach(expected - low)),
    more: Math.min(1, expected + reach(high - expected)) - high,
  };
}
