import type { Guess, MoneyGuess, WorkGuess } from '../../contracts/estimate.ts';
import { type KindPrices, pricesAt, type TokenPrice } from '../token-price.ts';
import { NOTHING, plus } from './guesses.ts';

/** Tokens of some calls to one model, one of low, expected and high. */
export interface PricedTokens {
  readonly calls: number;
  readonly uncached: number;
  readonly cached: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** Work of one model or embedder, whose price may be missing. */
export interface WorkTokens {
  readonly low: PricedTokens;
  readonly expected: PricedTokens;
  readonly high: PricedTokens;
}

/** Nothing to be done costs nothing, whatever the price is. */
export const NO_MONEY: MoneyGuess = { low: 0n, expected: 0n, high: 0n };

/** No calls at all. */
export const NO_WORK_GUESS: WorkGuess = {
  ...{ calls: NOTHING, embeddedTexts: NOTHING, uncachedTokens: NOTHING, cachedTokens: NOTHING },
  ...{ cacheWriteTokens: NOTHING, outputTokens: NOTHING, embeddedTokens: NOTHING },
  money: NO_MONEY,
};

/** Calls to a language model; money is undefined where the price is. */
export function readerWork(tokens: WorkTokens, price: TokenPrice | undefined): WorkGuess {
  const of = (kind: keyof PricedTokens): Guess => ({
    low: tokens.low[kind],
    expected: tokens.expected[kind],
    high: tokens.high[kind],
  });
  return {
    ...NO_WORK_GUESS,
    calls: of('calls'),
    uncachedTokens: of('uncached'),
    cachedTokens: of('cached'),
    cacheWriteTokens: of('cacheWrite'),
    outputTokens: of('output'),
    money:
      tokens.high.calls === 0
        ? NO_MONEY
        : price && {
            low: cost(tokens.low, price),
            expected: cost(tokens.expected, price),
            high: cost(tokens.high, price),
          },
  };
}

/** Texts for an embedder. */
export function embedderWork(
  work: { readonly texts: Guess; readonly tokens: Guess },
  price: TokenPrice | undefined,
): WorkGuess {
  const { texts, tokens } = work;
  const at = (count: number): bigint => whole(count) * (price as TokenPrice).inputPicoUsd;
  return {
    ...NO_WORK_GUESS,
    embeddedTexts: texts,
    embeddedTokens: tokens,
    money:
      tokens.high === 0
        ? NO_MONEY
        : price && { low: at(tokens.low), expected: at(tokens.expected), high: at(tokens.high) },
  };
}

/** The tier is that of a call of mean length. */
function cost(tokens: PricedTokens, price: TokenPrice): bigint {
  const { calls, uncached, cached, cacheWrite, output } = tokens;
  const input = uncached + cached + cacheWrite;
  const prices: KindPrices = pricesAt(price, calls === 0 ? 0 : input / calls);
  return (
    whole(uncached) * prices.inputPicoUsd +
    whole(cached) * prices.cachedInputPicoUsd +
    whole(cacheWrite) * prices.cacheWritePicoUsd +
    whole(output) * prices.outputPicoUsd
  );
}

function whole(tokens: number): bigint {
  return BigInt(Math.round(tokens));
}

/** Both; money is undefined as soon as one part of it is. */
export function addWork(a: WorkGuess, b: WorkGuess): WorkGuess {
  return {
    calls: plus(a.calls, b.calls),
    embeddedTexts: plus(a.embeddedTexts, b.embeddedTexts),
    uncachedTokens: plus(a.uncachedTokens, b.uncachedTokens),
    cachedTokens: plus(a.cachedTokens, b.cachedTokens),
    cacheWriteTokens: plus(a.cacheWriteTokens, b.cacheWriteTokens),
    outputTokens: plus(a.outputTokens, b.outputTokens),
    embeddedTokens: plus(a.embeddedTokens, b.embeddedTokens),
    money: a.money && b.money && addMoney(a.money, b.money),
  };
}

/** Both, as if all were low, or high, together. */
export function addMoney(a: MoneyGuess, b: MoneyGuess): MoneyGuess {
  return { low: a.low + b.low, expected: a.expected + b.expected, high: a.high + b.high };
}
