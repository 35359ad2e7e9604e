import type { Bill } from '../../../contracts/estimate.ts';
import { laneCost } from '../../../cost/call-cost.ts';

export const NO_BILL: Bill = {
  ...{ uncachedTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
  ...{ embeddedTokens: 0, picoUsd: 0n },
};

/** @param times  How often `b` is added: a whole number is exact. */
export function plusBill(a: Bill, b: Bill, times = 1): Bill {
  return {
    uncachedTokens: a.uncachedTokens + times * b.uncachedTokens,
    cachedTokens: a.cachedTokens + times * b.cachedTokens,
    cacheWriteTokens: a.cacheWriteTokens + times * b.cacheWriteTokens,
    outputTokens: a.outputTokens + times * b.outputTokens,
    embeddedTokens: a.embeddedTokens + times * b.embeddedTokens,
    picoUsd: a.picoUsd + timesMoney(b.picoUsd, times),
  };
}

/** The same tokens in a lane that charges so many percent. */
export function billInLane(bill: Bill, percent: number): Bill {
  return { ...bill, picoUsd: laneCost(bill.picoUsd, percent) };
}

function timesMoney(picoUsd: bigint, times: number): bigint {
  if (Number.isInteger(times)) return picoUsd * BigInt(times);
  return BigInt(Math.round(Number(picoUsd) * times));
}
