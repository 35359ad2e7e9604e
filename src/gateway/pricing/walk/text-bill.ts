import type { Bill, BillRange, Guess, WalkedWork } from '../../../contracts/estimate.ts';
import type { TokenPrice } from '../../../cost/token-price.ts';
import type { EmbeddingRoute } from '../../routes/route.ts';
import { inLane, moneyOf } from './work-sum.ts';

/** Texts that a method wants to have embedded. */
export interface WalkedTexts {
  /** Texts that nobody has. */
  readonly missing: number;
  readonly missingTokens: number;
  /** Of all texts, those that somebody has included. */
  readonly allTokens: number;
  /** Texts that the ledger has. */
  readonly ledger: number;
  /** Texts that another cell buys. */
  readonly walk: number;
  readonly ratio: Guess;
  /** They may wait for a batch. */
  readonly canWait: boolean;
}

/** What these texts come to. */
export function embeddedWork(
  { missing, missingTokens, allTokens, ledger, walk, ratio, canWait }: WalkedTexts,
  { price, batch }: EmbeddingRoute,
): Partial<WalkedWork> {
  const live = rangeOf(missingTokens, ratio, price);
  const cheap = canWait && batch ? inLane(live, batch.percent) : live;
  const foundShare = ledger === 0 ? 0 : ledger / (ledger + walk);
  return {
    ...{ embeddedTexts: missing, live, batch: cheap },
    uncached: { live: live.expected.picoUsd, batch: cheap.expected.picoUsd },
    ledgerPicoUsd: rangeOf((allTokens - missingTokens) * foundShare, ratio, price).expected.picoUsd,
    standalone: moneyOf(rangeOf(allTokens, ratio, price)),
  };
}

function rangeOf(tokens: number, ratio: Guess, { inputPicoUsd }: TokenPrice): BillRange {
  const bill = (billed: number): Bill => {
    const embeddedTokens = Math.round(tokens * billed);
    return {
      ...{ uncachedTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
      ...{ embeddedTokens, picoUsd: BigInt(embeddedTokens) * inputPicoUsd },
    };
  };
  return { low: bill(ratio.low), expected: bill(ratio.expected), high: bill(ratio.high) };
}
