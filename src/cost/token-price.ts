import { MabError } from '../core/errors.ts';
import { type PicoUsd, parseUsd } from '../core/money.ts';

/** What one token of each kind costs. */
export interface KindPrices {
  readonly inputPicoUsd: PicoUsd;
  readonly cachedInputPicoUsd: PicoUsd;
  /** Input tokens that are written to the vendor's prompt cache, for five minutes. */
  readonly cacheWritePicoUsd: PicoUsd;
  readonly outputPicoUsd: PicoUsd;
}

/** Prices of a model, for requests of every length. */
export interface TokenPrice extends KindPrices {
  /** For the whole of a request with more input than that, the shortest first. Absent: none. */
  readonly tiers?: readonly (KindPrices & { readonly aboveInputTokens: number })[];
  /** What a reply costs in the vendor's batch lane, of the live one's hundred. Absent: unknown. */
  readonly batchPercent?: number;
}

/** Prices of the kinds as vendors print them: US dollars per million tokens. */
export interface KindsPerMillion {
  readonly inputUsdPerMillion: number;
  /** As `inputUsdPerMillion` where the vendor gives no discount. */
  readonly cachedInputUsdPerMillion?: number | undefined;
  /** As `inputUsdPerMillion` where writing to the cache has no price of its own. */
  readonly cacheWriteUsdPerMillion?: number | undefined;
  readonly outputUsdPerMillion: number;
}

/** As `TokenPrice`, as vendors print it. */
export interface PricePerMillion extends KindsPerMillion {
  readonly tiers?: readonly (KindsPerMillion & { readonly aboveInputTokens: number })[] | undefined;
  readonly batchPercent?: number | undefined;
}

/** For models that run on the user's own machine or inside this program. */
export const FREE: TokenPrice = {
  ...{ inputPicoUsd: 0n, cachedInputPicoUsd: 0n, cacheWritePicoUsd: 0n, outputPicoUsd: 0n },
};

/**
 * @throws {MabError} PRICE_TOO_FINE for a price with more than six digits after the point: it would
 *   not be a whole number of pico-dollars a token. AMOUNT_INVALID for what is not an amount.
 */
export function tokenPrice({ tiers = [], batchPercent, ...kinds }: PricePerMillion): TokenPrice {
  const sorted = tiers.toSorted((a, b) => a.aboveInputTokens - b.aboveInputTokens);
  return {
    ...kindPrices(kinds),
    ...(tiers.length === 0
      ? {}
      : {
          tiers: sorted.map(({ aboveInputTokens, ...tier }) => ({
            ...{ aboveInputTokens, ...kindPrices(tier) },
          })),
        }),
    ...(batchPercent === undefined ? {} : { batchPercent }),
  };
}

/**
 * What the tokens of one request cost. Tiers are cliffs: with more input than a tier's bound, all
 * of its tokens cost the tier's price, output included.
 * Source: the vendors' price pages (Google, OpenAI, Anthropic) as of 2026-08; `>`, not `>=`.
 *
 * @param inputTokens  All of the request: uncached, cached and written to a cache.
 */
export function pricesAt({ tiers, ...base }: TokenPrice, inputTokens: number): KindPrices {
  return tiers?.findLast(({ aboveInputTokens }) => inputTokens > aboveInputTokens) ?? base;
}

function kindPrices(price: KindsPerMillion): KindPrices {
  const { inputUsdPerMillion: input, outputUsdPerMillion: output } = price;
  return {
    inputPicoUsd: perToken(input),
    cachedInputPicoUsd: perToken(price.cachedInputUsdPerMillion ?? input),
    cacheWritePicoUsd: perToken(price.cacheWriteUsdPerMillion ?? input),
    outputPicoUsd: perToken(output),
  };
}

function perToken(usdPerMillion: number): PicoUsd {
  const picoPerMillion = parseUsd(usdPerMillion);
  if (picoPerMillion % 1_000_000n === 0n) return picoPerMillion / 1_000_000n;
  throw new MabError('PRICE_TOO_FINE', `${usdPerMillion} dollars a million tokens is too fine.`, {
    hint: 'Give the price with at most six digits after the point.',
  });
}
