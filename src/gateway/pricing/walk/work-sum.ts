import type { BillRange, Guess, MoneyGuess, WalkedWork } from '../../../contracts/estimate.ts';
import type { CallScope } from '../../../contracts/gateway.ts';
import type { Phase } from '../../../contracts/memory-method.ts';
import { addMoney } from '../../../cost/estimate/price-work.ts';
import { billInLane, NO_BILL, plusBill } from './bills.ts';
import { addLuck, type CacheLuck, moneyWithLuck, NO_LUCK, withLuck } from './cache-luck.ts';

const NO_RANGE: BillRange = { low: NO_BILL, expected: NO_BILL, high: NO_BILL };

/** What one phase of one cell has not met anything of. */
export const NO_WORK: WalkedWork = {
  ...{ calls: 0, callsThatWait: 0, embeddedTexts: 0, live: NO_RANGE, batch: NO_RANGE },
  ...{ uncached: { live: 0n, batch: 0n }, ledgerPicoUsd: 0n },
  standalone: { low: 0n, expected: 0n, high: 0n },
};

/** The luck of the calls of some work, in each of the ways in which their money is told. */
export interface WorkLuck {
  readonly live: CacheLuck;
  readonly batch: CacheLuck;
  readonly standalone: CacheLuck;
}

/** Of calls to one model, whose ranges do not hold the luck of single calls yet. */
export type ChancyWork = Partial<WalkedWork> & {
  readonly luck?: Partial<WorkLuck> & { readonly model: string };
};

/** What the cache behind a model gives of what it could give. */
type ShareOf = (model: string, lane: 'live' | 'batch') => Guess;

/** What one phase of one cell has come to so far. */
interface Entry {
  readonly work: WalkedWork;
  /** By model. */
  readonly luck: Map<string, WorkLuck>;
}

const NONE: WorkLuck = { live: NO_LUCK, batch: NO_LUCK, standalone: NO_LUCK };

/** Adds up, by cell and phase. */
export class WorkSum {
  readonly #cells = new Map<string, Map<Phase, Entry>>();

  add({ cellId = '' }: Pick<CallScope, 'cellId'>, phase: Phase, added: ChancyWork): void {
    const cell = this.#cells.get(cellId) ?? new Map<Phase, Entry>();
    const { luck, ...work } = added;
    const before = cell.get(phase) ?? { work: NO_WORK, luck: new Map<string, WorkLuck>() };
    cell.set(phase, { ...before, work: addWork(before.work, { ...NO_WORK, ...work }) });
    if (luck) before.luck.set(luck.model, plusLuck(before.luck.get(luck.model) ?? NONE, luck));
    this.#cells.set(cellId, cell);
  }

  /** With the luck of all calls of a phase together in each range. */
  byCell(shareOf: ShareOf): ReadonlyMap<string, ReadonlyMap<Phase, WalkedWork>> {
    return new Map(
      [...this.#cells].map(([cellId, phases]) => [
        cellId,
        new Map([...phases].map(([phase, entry]) => [phase, lucky(entry, shareOf)])),
      ]),
    );
  }
}

function plusLuck(before: WorkLuck, added: Partial<WorkLuck>): WorkLuck {
  const plus = (part: keyof WorkLuck): CacheLuck => addLuck(before[part], added[part] ?? NO_LUCK);
  return { live: plus('live'), batch: plus('batch'), standalone: plus('standalone') };
}

function lucky({ work, luck }: Entry, shareOf: ShareOf): WalkedWork {
  // The calls of a phase can all wait, or none of them can.
  const lane = work.callsThatWait > 0 ? 'batch' : 'live';
  let { live, batch, standalone } = work;
  for (const [model, of] of luck) {
    live = withLuck(live, of.live, shareOf(model, 'live'));
    batch = withLuck(batch, of.batch, shareOf(model, lane));
    standalone = moneyWithLuck(standalone, of.standalone, shareOf(model, 'live'));
  }
  return { ...work, live, batch, standalone };
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
    low: plusBill(a.low, b.low),
    expected: plusBill(a.expected, b.expected),
    high: plusBill(a.high, b.high),
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
  return { ...range, high: plusBill(high, high, lost) };
}

/** The same tokens in a lane that charges so many percent. */
export function inLane({ low, expected, high }: BillRange, percent: number): BillRange {
  return {
    low: billInLane(low, percent),
    expected: billInLane(expected, percent),
    high: billInLane(high, percent),
  };
}
