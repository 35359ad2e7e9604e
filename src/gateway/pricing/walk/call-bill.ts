import type { Bill, BillRange, Guess } from '../../../contracts/estimate.ts';
import type { Usage } from '../../../contracts/model.ts';
import { meteredCost } from '../../../cost/call-cost.ts';
import type { TokenPrice } from '../../../cost/token-price.ts';
import type { CacheUse } from './prefix-memory.ts';

/** A chat call whose reply nobody has. */
export interface UnknownCall {
  /** As counted with o200k_base, frames included. */
  readonly tokens: number;
  /** What the vendor's prompt cache gives at best, of these. */
  readonly cache: CacheUse;
  readonly output: Guess;
  readonly ratio: Guess;
  /** Of what the cache could give. */
  readonly cacheShare: Guess;
  readonly maxOutputTokens: number;
}

/**
 * What such a call comes to. Low: a short reply, few tokens, everything from the cache that can be.
 */
export function callBill(call: UnknownCall, price: TokenPrice): BillRange {
  const { output, ratio, cacheShare: share } = call;
  const bill = (outputTokens: number, billed: number, shared: number): Bill =>
    billOf(call, { outputTokens, ratio: billed, share: shared }, price);
  return {
    low: bill(output.low, ratio.low, share.high),
    expected: bill(output.expected, ratio.expected, share.expected),
    high: bill(output.high, ratio.high, share.low),
  };
}

/** The same, if nothing were read from a prompt cache or written to it. */
export function uncachedBill(call: UnknownCall, price: TokenPrice): Bill {
  const { output, ratio } = call;
  const cache = { read: 0, written: 0 };
  const way = { outputTokens: output.expected, ratio: ratio.expected, share: 0 };
  return billOf({ ...call, cache }, way, price);
}

function billOf(
  { tokens, cache, maxOutputTokens }: UnknownCall,
  { outputTokens, ratio, share }: { outputTokens: number; ratio: number; share: number },
  price: TokenPrice,
): Bill {
  const cachedTokens = Math.round(cache.read * ratio * share);
  // What is not found where it should be is written again, at vendors that sell the writing.
  const toWrite = cache.written * ratio + cache.read * ratio - cachedTokens;
  const cacheWriteTokens = isWritten(price) ? Math.round(toWrite) : 0;
  const inputTokens = Math.max(0, Math.round(tokens * ratio) - cachedTokens - cacheWriteTokens);
  const written = Math.min(outputTokens, maxOutputTokens);
  const usage: Usage = {
    ...{ inputTokens, cachedInputTokens: cachedTokens, cacheWriteTokens },
    ...{ outputTokens: Math.round(written), reasoningTokens: 0, source: 'estimated' },
  };
  return {
    ...{ uncachedTokens: inputTokens, cachedTokens, cacheWriteTokens, embeddedTokens: 0 },
    outputTokens: written,
    picoUsd: meteredCost(usage, price),
  };
}

function isWritten({ cacheWritePicoUsd, inputPicoUsd }: TokenPrice): boolean {
  return cacheWritePicoUsd !== inputPicoUsd;
}
