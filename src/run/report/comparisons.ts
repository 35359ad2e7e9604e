import { pairedDifference } from '../../bench/statistics/paired-difference.ts';
import type { CellReport, PairReport } from '../../contracts/report.ts';
import { rowName } from '../report-format/cell-names.ts';
import type { ScoreBook } from './score-book.ts';

/**
 * Per dataset the method with the highest score against each other one, in order of their scores.
 * Control arms take no part: they are the floor and the ceiling, not rivals.
 */
export function bestComparisons(cells: readonly CellReport[], book: ScoreBook): PairReport[] {
  const rivals = cells.filter(({ controlArm, score }) => !controlArm && score);
  return [...Map.groupBy(rivals, ({ dataset }) => dataset).values()].flatMap((ofDataset) => {
    const [best, ...others] = ofDataset.sort((a, b) => meanOf(b) - meanOf(a));
    return others.flatMap((other) => (best ? (pairReport(best, other, [book, book]) ?? []) : []));
  });
}

/** Two cells on the same metric, each with the book of its run; undefined without a common question. */
export function pairReport(
  first: CellReport,
  second: CellReport,
  [ofFirst, ofSecond]: readonly [ScoreBook, ScoreBook],
): PairReport | undefined {
  const paired = pairedDifference(
    ofFirst.scoresOf(first.cellId),
    ofSecond.scoresOf(second.cellId),
  );
  if (!paired) return undefined;
  const { mean, low, high, basis, questions, unpaired } = paired;
  const side = (cell: CellReport): PairReport['first'] => ({
    ...{ cellId: cell.cellId, name: rowName(cell), score: meanOf(cell) },
  });
  return {
    dataset: first.dataset,
    metric: first.metric,
    first: side(first),
    second: side(second),
    difference: { mean, low, high, basis },
    verdict: paired.first,
    ...{ paired: questions, unpaired },
  };
}

function meanOf({ score }: CellReport): number {
  return score?.mean ?? Number.NaN;
}
