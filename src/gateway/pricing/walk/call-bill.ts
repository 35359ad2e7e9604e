import type { Bill, BillRange, Guess } from '../../../contracts/estimate.ts';
import type { Usage } from '../../../contracts/model.ts';
import { meteredCost } from '../../../cost/call-cost.ts';
import type { TokenPrice } from '../../../cost/token-price.ts';
import { type CacheLuck, luckOf } from './cache-luck.ts';
import { type CacheUse, NO_CACHE } from './prefix-memory.ts';

/** A chat call whose reply nobody has. */
export interface UnknownCall {
  /** As counted with o200k_base; expected with the frames that vendors put around messages. */
  readonly tokens: Guess;
  /** What the vendor's prompt cache gives at best, of these. */
  readonly cache: CacheUse;
  readonly output: Guess;
  readonly ratio: Guess;
  /** Of what the cache could give, in the long run. */
  readonly cacheShare: Guess;
  readonly maxOutputTokens: number;
}

/**
 * What such a call comes to. Low: a short reply, few tokens, everything from the cache that can be.
 */
export function callBill(call: UnknownCall, price: TokenPrice): BillRange {
  const { cache, cacheShare } = call;
  const bill = (end: keyof Guess, cacheEnd: keyof Guess): Bill =>
    billOf(call, { end, read: cache.read[cacheEnd], share: cacheShare[cacheEnd] }, price);
  return {
    low: bill('low', 'high'),
    expected: bill('expected', 'expected'),
    high: bill('high', 'low'),
  };
}

/**
 * How far off stand-in vectors are, as shares: of the tokens of what is shown, and of what of it
 * the cache could give. A real model (all-MiniLM-L6-v2) found 0.73 to 1.5 times as much to share on
 * three datasets, vectors without any sense 0.37 to 1.1 times; tokens were 2.4 % apart at most.
 */
const OTHER_TEXTS = { tokens: 0.03, read: 0.6 };

/**
 * The same call where nobody can say yet which texts it shows and in which order. What it shares
 * with earlier prompts is vague as far as it is a part; where all is shared, no order changes that.
 */
export function withOtherTexts(call: UnknownCall): UnknownCall {
  const { tokens, cache } = call;
  const { low, expected, high } = cache.read;
  const part = (read: number): number => OTHER_TEXTS.read * (1 - read / tokens.expected);
  return {
    ...call,
    tokens: {
      low: tokens.low * (1 - OTHER_TEXTS.tokens),
      expected: tokens.expected,
      high: tokens.high * (1 + OTHER_TEXTS.tokens),
    },
    cache: {
      ...cache,
      read: { low: low * (1 - part(low)), expected, high: high * (1 + part(high)) },
    },
  };
}

/** What is at stake for such a call between finding its prompt in the cache and not. */
export function callLuck(call: UnknownCall, price: TokenPrice): CacheLuck {
  const read = call.cache.read.expected;
  const bill = (share: number): Bill => billOf(call, { end: 'expected', read, share }, price);
  return luckOf(bill(0), bill(1));
}

/** The same call, if nothing were read from a prompt cache or written to it. */
export function uncachedBill(call: UnknownCall, price: TokenPrice): Bill {
  return billOf({ ...call, cache: NO_CACHE }, { end: 'expected', read: 0, share: 0 }, price);
}

/** How a call turns out: `end` of its own numbers, and what share of `read` the cache gives. */
interface Way {
  readonly end: keyof Guess;
  readonly read: number;
  readonly share: number;
}

function billOf(call: UnknownCall, { end, read, share }: Way, price: TokenPrice): Bill {
  const { cache, maxOutputTokens } = call;
  const [tokens, ratio, outputTokens] = [call.tokens[end], call.ratio[end], call.output[end]];
  const cachedTokens = Math.round(read * ratio * share);
  // What is not found where it should be is written again, at vendors that sell the writing.
  const toWrite = cache.written * ratio + read * ratio - cachedTokens;
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
