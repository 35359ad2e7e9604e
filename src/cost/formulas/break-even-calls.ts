import type { LambdaPrices } from './serverless.ts';

/**
 * Calls a month from which Lambda costs as much as something with a fixed price. Without the free
 * allowances: fixed / (request + GB-s × price). With them the first calls cost nothing, the next
 * only what has run out first.
 *
 * @param work  Of one call.
 */
export function lambdaBreakEvenCalls(
  fixedUsdPerMonth: number,
  work: { readonly seconds: number; readonly memoryGb: number },
  prices: LambdaPrices,
  { free }: { readonly free: boolean },
): number {
  const gbSeconds = work.seconds * work.memoryGb;
  const parts = [
    { usd: prices.usdPerMillionRequests / 1e6, from: free ? prices.freeRequests : 0 },
    { usd: gbSeconds * prices.usdPerGbSecond, from: free ? prices.freeGbSeconds / gbSeconds : 0 },
  ].sort((a, b) => a.from - b.from);
  const [first, second] = parts;
  if (!first || !second) return 0;
  const onlyFirst = (second.from - first.from) * first.usd;
  if (fixedUsdPerMonth <= onlyFirst) return first.from + fixedUsdPerMonth / first.usd;
  return second.from + (fixedUsdPerMonth - onlyFirst) / (first.usd + second.usd);
}
