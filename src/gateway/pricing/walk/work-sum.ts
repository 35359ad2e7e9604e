import type { Bill, BillRange, MoneyGuess, WalkedWork } from '../../../contracts/estimate.ts';
import type { CallScope } from '../../../contracts/gateway.ts';
import type { Phase } from '../../../contracts/memory-method.ts';
import { laneCost } from '../../../cost/call-cost.ts';
import { addMoney } from '../../../cost/estimate/price-work.ts';

export const NO_BILL: Bill = {
  ...{ uncachedTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
  ...{ embeddedTokens: 0, picoUsd: 0n },
};
const NO_RANGE: BillRange = { low: NO_BILL, expected: NO_BILL, high: NO_BILL };

/** What one phase of one cell has not met anything of. */
export const NO_WORK: WalkedWork = {
  ...{ calls: 0, callsThatWait: 0, embeddedTexts: 0, live: NO_RANGE, batch: NO_RANGE },
  ...{ uncached: { live: 0n, batch: 0n }, ledgerPicoUsd: 0n },
  standalone: { low: 0n, expected: 0n, high: 0n },
};

/** Adds up, by cell and phase. */
export class WorkSum {
  readonly #cells = new Map<string, Map<Phase, WalkedWork>>();

  add({ cellId = '' }: Pick<CallScope, 'cellId'>, phase: Phase, work: Partial<WalkedWork>): void {
    const cell = this.#cells.get(cellId) ?? new Map<Phase, WalkedWork>();
    cell.set(phase, addWork(cell.get(phase) ?? NO_WORK, { ...NO_WORK, ...work }));
    this.#cells.set(cellId, cell);
  }

  byCell(): ReadonlyMap<string, ReadonlyMap<Phase, WalkedWork>> {
    return this.#cells;
  }
}

/** The work of two together. */
export function addWork(a: WalkedWork, b: WalkedWork): WalkedWork {
  return {
    calls: a.calls + b.calls,
    callsThatWait: a.callsThatWait + b.callsThatWait,
    embeddedTexts: a.embeddedTexts + b.embeddedTexts,
    live: addRange(a.live, b.live),
    batch: addRange(a.batch, b.batch),
    uncached: {
      live: a.uncached.live + b.uncached.live,
      batch: a.uncached.batch + b.uncached.batch,
    },
    ledgerPicoUsd: a.ledgerPicoUsd + b.ledgerPicoUsd,
    standalone: addMoney(a.standalone, b.standalone),
  };
}

function addRange(a: BillRange, b: BillRange): BillRange {
  return {
    low: addBill(a.low, b.low),
    expected: addBill(a.expected, b.expected),
    high: addBill(a.high, b.high),
  };
}

function addBill(a: Bill, b: Bill): Bill {
  return {
    uncachedTokens: a.uncachedTokens + b.uncachedTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    embeddedTokens: a.embeddedTokens + b.embeddedTokens,
    picoUsd: a.picoUsd + b.picoUsd,
  };
}

/** The money of a range. */
export function moneyOf({ low, expected, high }: BillRange): MoneyGuess {
  return { low: low.picoUsd, expected: expected.picoUsd, high: high.picoUsd };
}

/**
 * The same with sends that bring no reply and may be billed all the same: at worst they are.
 *
 * @param lost  For one reply.
 */
export function withLost({ high, ...range }: BillRange, lost: number): BillRange {
  const more = 1 + lost;
  return {
    ...range,
    high: {
      uncachedTokens: high.uncachedTokens * more,
      cachedTokens: high.cachedTokens * more,
      cacheWriteTokens: high.cacheWriteTokens * more,
      outputTokens: high.outputTokens * more,
      embeddedTokens: high.embeddedTokens * more,
      picoUsd: high.picoUsd + BigInt(Math.round(Number(high.picoUsd) * lost)),
    },
  };
}

/** The same tokens in a lane that charges so many percent. */
export function inLane({ low, expected, high }: BillRange, percent: number): BillRange {
  const of = (bill: Bill): Bill => ({ ...bill, picoUsd: laneCost(bill.picoUsd, percent) });
  return { low: of(low), expected: of(expected), high: of(high) };
}
