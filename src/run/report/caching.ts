import type { Usage } from '../../contracts/model.ts';
import type { CachingReport, MoneyReport } from '../../contracts/report.ts';
import type { RunManifest } from '../manifest.ts';

/** As the manifest has them; absent in old ones. */
export type ReaderPrices = RunManifest['reader']['prices'];

/**
 * What prompt caches saved of a standalone cost. Tokens that we counted ourselves are never cached
 * ones, so nothing is claimed that no vendor has reported.
 *
 * @returns nothing where there is nothing to tell.
 */
export function caching(
  { cachedInputTokens, cacheWriteTokens }: Usage,
  { standalonePicoUsd }: MoneyReport,
  prices: ReaderPrices,
): { caching?: CachingReport } {
  if (!prices || cachedInputTokens + cacheWriteTokens === 0) return {};
  const input = BigInt(prices.inputPicoUsd);
  const saved =
    BigInt(cachedInputTokens) * (input - BigInt(prices.cachedInputPicoUsd)) -
    BigInt(cacheWriteTokens) * (BigInt(prices.cacheWritePicoUsd) - input);
  const without = BigInt(standalonePicoUsd) + saved;
  if (without <= 0n) return {};
  return {
    caching: { savedPicoUsd: String(saved), savedShare: Number(saved) / Number(without) },
  };
}
