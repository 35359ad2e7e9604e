import type { PhaseCost } from '../../contracts/records.ts';
import type { CachingReport } from '../../contracts/report.ts';
import type { RunManifest } from '../manifest.ts';

/** As the manifest has them; absent in old ones. */
export type ReaderPrices = RunManifest['reader']['prices'];

type KindPrices = Omit<NonNullable<ReaderPrices>, 'tiers'>;
type Part = Pick<PhaseCost, 'usage' | 'standalonePicoUsd'>;

/**
 * What prompt caches saved of a standalone cost. Tokens that we counted ourselves are never cached
 * ones, so nothing is claimed that no vendor has reported.
 *
 * @param parts  Phases of units: small enough that mostly one price holds for all of a part.
 * @returns nothing where there is nothing to tell, or where nobody can tell it.
 */
export function caching(
  parts: readonly Part[],
  prices: ReaderPrices,
): { readonly caching?: CachingReport } {
  if (!prices || !parts.some(({ usage }) => hasCached(usage))) return {};
  let [saved, paid] = [0n, 0n];
  for (const part of parts) {
    const ofPart = hasCached(part.usage) ? savedBy(part, prices) : 0n;
    if (ofPart === undefined) return {};
    saved += ofPart;
    paid += BigInt(part.standalonePicoUsd);
  }
  const without = paid + saved;
  if (without <= 0n) return {};
  return {
    caching: { savedPicoUsd: String(saved), savedShare: Number(saved) / Number(without) },
  };
}

function hasCached({ cachedInputTokens, cacheWriteTokens }: Part['usage']): boolean {
  return cachedInputTokens + cacheWriteTokens > 0;
}

/**
 * What was paid tells which prices held. Of a price with tiers it has to be what one of them makes,
 * exactly; else what was paid below the live lane's price is the discount of the batch lane.
 */
function savedBy(part: Part, { tiers = [], ...base }: NonNullable<ReaderPrices>) {
  const paid = BigInt(part.standalonePicoUsd);
  if (tiers.length > 0) {
    const held = [base, ...tiers].find((kinds) => fullPrice(part, kinds) === paid);
    return held && savedLive(part, held);
  }
  const [full, saved] = [fullPrice(part, base), savedLive(part, base)];
  return full !== undefined && paid < full ? (saved * paid) / full : saved;
}

function savedLive({ usage }: Part, prices: KindPrices): bigint {
  const input = BigInt(prices.inputPicoUsd);
  return (
    BigInt(usage.cachedInputTokens) * (input - BigInt(prices.cachedInputPicoUsd)) -
    BigInt(usage.cacheWriteTokens) * (BigInt(prices.cacheWritePicoUsd) - input)
  );
}

/** In the live lane; undefined in old manifests, which lack the price of output. */
function fullPrice({ usage }: Part, prices: KindPrices): bigint | undefined {
  if (prices.outputPicoUsd === undefined) return undefined;
  return (
    BigInt(usage.inputTokens) * BigInt(prices.inputPicoUsd) +
    BigInt(usage.cachedInputTokens) * BigInt(prices.cachedInputPicoUsd) +
    BigInt(usage.cacheWriteTokens) * BigInt(prices.cacheWritePicoUsd) +
    BigInt(usage.outputTokens) * BigInt(prices.outputPicoUsd)
  );
}
