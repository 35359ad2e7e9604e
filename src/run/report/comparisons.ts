import { compareMethods } from '../../bench/statistics/compare-methods.ts';
import type { NamedQuestionScore } from '../../bench/statistics/paired-difference.ts';
import type { CellReport, PairReport, PairSide } from '../../contracts/report.ts';
import { methodName } from '../report-format/cell-names.ts';
import type { ScoreBook } from './score-book.ts';

/** A cell with the scores of its questions. */
export interface ScoredCell {
  readonly cell: CellReport;
  readonly scores: readonly NamedQuestionScore[];
}

/**
 * Per dataset the method with the highest score against each other one, in order of their scores.
 * Control arms take no part: they are the floor and the ceiling, not rivals.
 */
export function bestComparisons(cells: readonly CellReport[], book: ScoreBook): PairReport[] {
  const rivals = cells.filter(({ controlArm, score }) => !controlArm && score);
  const scored = (cell: CellReport): ScoredCell => ({ cell, scores: book.scoresOf(cell.cellId) });
  return [...Map.groupBy(rivals, ({ dataset }) => dataset).values()].flatMap((ofDataset) => {
    const [best, ...others] = ofDataset.toSorted((a, b) => meanOf(b) - meanOf(a));
    if (!best) return [];
    return others.flatMap((other) => pairReport(scored(best), scored(other)) ?? []);
  });
}

/**
 * Two cells on the same metric, over the questions that both have a score for.
 *
 * @returns Undefined when there is no such question.
 */
export function pairReport(first: ScoredCell, second: ScoredCell): PairReport | undefined {
  const compared = compareMethods(first.scores, second.scores);
  if (!compared) return undefined;
  const { mean, low, high, basis, pValue, test, better, toSettle } = compared;
  const { questions: paired, unpaired, firstHigher, secondHigher } = compared;
  return {
    dataset: first.cell.dataset,
    metric: first.cell.metric,
    first: sideOf(first.cell),
    second: sideOf(second.cell),
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
