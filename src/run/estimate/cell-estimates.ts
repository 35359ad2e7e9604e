import { isControlArm } from '../../bench/methods/method-entry.ts';
import type {
  BillRange,
  CellEstimate,
  Guess,
  WalkedWork,
  WorkGuess,
} from '../../contracts/estimate.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import type { PicoUsd } from '../../core/money.ts';
import { known } from '../../cost/estimate/guesses.ts';
import { addMoney, addWork, NO_WORK_GUESS } from '../../cost/estimate/price-work.ts';
import type { RunPlan } from '../run-plan.ts';
import type { CellPlan, UnitPlan } from '../unit-plan.ts';

/** What a walk has found, by cell and phase. */
export type WalkedCells = ReadonlyMap<string, ReadonlyMap<Phase, WalkedWork>>;

/** Units that have committed, and what each cost alone. */
export type DoneUnits = ReadonlyMap<string, PicoUsd>;

export type LaneName = 'live' | 'batch';

/** How cells are read: in which lane, and whose prices are not known. */
export interface CellReading {
  readonly lane: LaneName;
  readonly done: DoneUnits;
  /** Units for which something is left to do. */
  readonly left: ReadonlySet<string>;
  /** Models without a price, by the names of the plan; `reader` for the reader, `judge …`. */
  readonly unpriced: ReadonlySet<string>;
  /** Cells whose answers are marked. */
  readonly judged: ReadonlySet<string>;
}

/** A cell before its time and its storage are known. */
export interface CellWork extends Omit<CellEstimate, 'phases' | 'time' | 'storageBytes'> {
  readonly phases: Readonly<Partial<Record<Phase, WorkGuess>>>;
}

/** The cells of a plan, with what a walk found of them. */
export function cellWorks(plan: RunPlan, walked: WalkedCells, reading: CellReading): CellWork[] {
  return plan.cells.map((cell) =>
    cellWork(
      cell,
      plan.units.filter((unit) => unit.cell.cellId === cell.cellId),
      walked.get(cell.cellId) ?? new Map(),
      reading,
    ),
  );
}

function cellWork(
  cell: CellPlan,
  units: readonly UnitPlan[],
  walked: ReadonlyMap<Phase, WalkedWork>,
  { lane, done, left, unpriced, judged }: CellReading,
): CellWork {
  const isJudgeMissing = [...unpriced].some((name) => name.startsWith('judge '));
  const isPriced =
    !unpriced.has('reader') &&
    !unpriced.has(cell.embedder?.name ?? '') &&
    !(isJudgeMissing && judged.has(cell.cellId));
  const phases = [...walked].map(
    ([phase, work]) => [phase, guessOf(work, lane, isPriced)] as const,
  );
  const before = units.reduce((sum, { unitId }) => sum + (done.get(unitId) ?? 0n), 0n);
  const alone = [...walked.values()].map(({ standalone }) => standalone);
  return {
    ...{ cellId: cell.cellId, method: cell.method.id, profile: cell.profile },
    controlArm: isControlArm(cell.method),
    ...{ dataset: cell.dataset.id, basis: 'walk' },
    contexts: new Set(units.map(({ row }) => row.contextId)).size,
    questions: units.reduce((sum, { questions }) => sum + questions, 0),
    unitsDone: units.filter(({ unitId }) => !left.has(unitId)).length,
    phases: Object.fromEntries(phases),
    total: sum(
      phases.map(([, guess]) => guess),
      isPriced,
    ),
    standalone: isPriced
      ? [...alone, { low: before, expected: before, high: before }].reduce(addMoney)
      : undefined,
  };
}

function guessOf(work: WalkedWork, lane: LaneName, isPriced: boolean): WorkGuess {
  const range = work[lane];
  return {
    calls: known(work.calls),
    embeddedTexts: known(work.embeddedTexts),
    uncachedTokens: guess(range, 'uncachedTokens'),
    cachedTokens: guess(range, 'cachedTokens'),
    cacheWriteTokens: guess(range, 'cacheWriteTokens'),
    outputTokens: guess(range, 'outputTokens'),
    embeddedTokens: guess(range, 'embeddedTokens'),
    money: isPriced
      ? { low: range.low.picoUsd, expected: range.expected.picoUsd, high: range.high.picoUsd }
      : undefined,
  };
}

type TokenField = Exclude<keyof BillRange['low'], 'picoUsd'>;

/** More from the cache means less money: each field has its own order. */
function guess({ low, expected, high }: BillRange, field: TokenField): Guess {
  const ends = [low[field], expected[field], high[field]].map(Math.round);
  return {
    low: Math.min(...ends),
    expected: Math.round(expected[field]),
    high: Math.max(...ends),
  };
}

/**
 * All of it together. Money that is unknown in part is unknown.
 *
 * @param isPriced  Else the money is unknown even of nothing.
 */
export function sum(guesses: readonly WorkGuess[], isPriced = true): WorkGuess {
  const total = guesses.reduce(addWork, NO_WORK_GUESS);
  return isPriced ? total : { ...total, money: undefined };
}
