import { MabError } from '../core/errors.ts';
import { type PicoUsd, parseUsd } from '../core/money.ts';

/** What one token costs. */
export interface TokenPrice {
  readonly inputPicoUsd: PicoUsd;
  readonly cachedInputPicoUsd: PicoUsd;
  /** Input tokens that are written to the vendor's prompt cache. */
  readonly cacheWritePicoUsd: PicoUsd;
  readonly outputPicoUsd: PicoUsd;
}

/** Prices as vendors print them: US dollars per million tokens. */
export interface PricePerMillion {
  readonly inputUsdPerMillion: number;
  /** As `inputUsdPerMillion` where the vendor gives no discount. */
  readonly cachedInputUsdPerMillion?: number | undefined;
  /** As `inputUsdPerMillion` where writing to the cache has no price of its own. */
  readonly cacheWriteUsdPerMillion?: number | undefined;
  readonly outputUsdPerMillion: number;
}

/** For models that run on the user's own machine or inside this program. */
export const FREE: TokenPrice = {
  ...{ inputPicoUsd: 0n, cachedInputPicoUsd: 0n, cacheWritePicoUsd: 0n, outputPicoUsd: 0n },
};

/**
 * @throws {MabError} PRICE_TOO_FINE for a price with more than six digits after the point: it would
 *   not be a whole number of pico-dollars a token. AMOUNT_INVALID for what is not an amount.
 */
export function tokenPrice(price: PricePerMillion): TokenPrice {
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
