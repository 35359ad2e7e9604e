import { compareMethods } from '../../bench/statistics/compare-methods.ts';
import type { CellReport, PairReport, PairSide } from '../../contracts/report.ts';
import { methodName } from '../report-format/cell-names.ts';
import type { ScoreBook } from './score-book.ts';

/**
 * Per dataset the method with the highest score against each other one, in order of their scores.
 * Control arms take no part: they are the floor and the ceiling, not rivals.
 */
export function bestComparisons(cells: readonly CellReport[], book: ScoreBook): PairReport[] {
  const rivals = cells.filter(({ controlArm, score }) => !controlArm && score);
  return [...Map.groupBy(rivals, ({ dataset }) => dataset).values()].flatMap((ofDataset) => {
    const [best, ...others] = ofDataset.toSorted((a, b) => meanOf(b) - meanOf(a));
    return others.flatMap((other) => (best ? (pairReport(best, other, [book, book]) ?? []) : []));
  });
}

/**
 * Two cells on the same metric, each with the book of its run.
 *
 * @returns Undefined when they have no question in common.
 */
export function pairReport(
  first: CellReport,
  second: CellReport,
  [ofFirst, ofSecond]: readonly [ScoreBook, ScoreBook],
): PairReport | undefined {
  const compared = compareMethods(ofFirst.scoresOf(first.cellId), ofSecond.scoresOf(second.cellId));
  if (!compared) return undefined;
  const { mean, low, high, basis, pValue, test, better, toSettle } = compared;
  const { questions: paired, unpaired, firstHigher, secondHigher } = compared;
  return {
    dataset: first.dataset,
    metric: first.metric,
    first: sideOf(first),
    second: sideOf(second),
    difference: { mean, low, high, basis },
    ...{ pValue, test, better },
    questions: { paired, unpaired, firstHigher, secondHigher },
    ...(toSettle ? { toSettle: toSettle.questions } : {}),
  };
}

function sideOf(cell: CellReport): PairSide {
  return { cellId: cell.cellId, name: methodName(cell), score: meanOf(cell) };
}

function meanOf({ score }: CellReport): number {
  return score?.mean ?? Number.NaN;
}
