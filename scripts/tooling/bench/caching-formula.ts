import type { PricePerMillion } from '../../../src/cost/token-price.ts';

/** Questions on one context, in tokens. */
export interface Questions {
  readonly count: number;
  /** What all of them share. */
  readonly prefixTokens: number;
  /** Of each besides: what comes behind the prefix. */
  readonly ownTokens: number;
  readonly outputTokens: number;
}

/**
 * What questions on one context cost by the prices alone, in US dollars.
 *
 * @param misses  Questions that found no prefix in the cache: these pay for reading it, or for
 *   writing it where that has a price of its own; the others read it from the cache. Undefined:
 *   there is no cache.
 */
export function cachingCost(
  { count, prefixTokens, ownTokens, outputTokens }: Questions,
  price: PricePerMillion,
  misses: number | undefined,
): number {
  const { inputUsdPerMillion: input, outputUsdPerMillion: output } = price;
  const cached = price.cachedInputUsdPerMillion ?? input;
  const written = price.cacheWriteUsdPerMillion ?? input;
  const prefix =
    misses === undefined ? count * input : misses * written + (count - misses) * cached;
  return (prefixTokens * prefix + count * (ownTokens * input + outputTokens * output)) / 1e6;
}
