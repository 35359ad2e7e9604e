import {
  decideFamily,
  type MethodComparison,
  testMethods,
} from '../../bench/statistics/compare-methods.ts';
import type { NamedQuestionScore } from '../../bench/statistics/paired-difference.ts';
import type { CellReport, PairReport, PairSide } from '../../contracts/report.ts';
import { methodName } from '../report-format/cell-names.ts';
import type { ScoreBook } from './score-book.ts';

/** A cell with the scores of its questions. */
export interface ScoredCell {
  readonly cell: CellReport;
  readonly scores: readonly NamedQuestionScore[];
}

/** Two cells of one dataset, the first to be taken as the better one. */
export type ScoredPair = readonly [first: ScoredCell, second: ScoredCell];

/** A pair with all that statistics say of it. */
export interface ComparedPair {
  readonly pair: PairReport;
  readonly compared: MethodComparison;
  readonly cells: readonly [CellReport, CellReport];
}

/**
 * Per dataset the method with the highest score against each other one, in order of their scores.
 * Which one is the best was seen in the same answers, so the verdicts allow for all pairs of the
 * dataset, shown or not. Control arms take no part: they are the floor and the ceiling, not rivals.
 */
export function bestComparisons(cells: readonly CellReport[], book: ScoreBook): PairReport[] {
  return comparedByDataset(cells, book).flatMap((pairs) => {
    const best = pairs[0]?.pair.first.cellId;
    return pairs.map(({ pair }) => pair).filter(({ first }) => first.cellId === best);
  });
}

/** For each dataset every pair of its methods, the better method first, judged together. */
export function comparedByDataset(cells: readonly CellReport[], book: ScoreBook): ComparedPair[][] {
  const rivals = cells.filter(({ controlArm, score }) => !controlArm && score);
  return [...Map.groupBy(rivals, ({ dataset }) => dataset).values()].map((ofDataset) => {
    const sorted = ofDataset
      .toSorted((a, b) => meanOf(b) - meanOf(a))
      .map((cell) => ({ cell, scores: book.scoresOf(cell.cellId) }));
    return comparePairs(
      sorted.flatMap((first, at) =>
        sorted.slice(at + 1).map((second): ScoredPair => [first, second]),
      ),
    );
  });
}

/**
 * Pairs that are judged together, each on the questions that both have a score for; without those
 * that have no such question.
 */
export function comparePairs(pairs: readonly ScoredPair[]): ComparedPair[] {
  const tested = pairs.flatMap(([first, second]) => {
    const test = testMethods(first.scores, second.scores);
    return test ? [{ first, second, test }] : [];
  });
  const decided = decideFamily(tested.map(({ test }) => test));
  return tested.flatMap(({ first: { cell: first }, second: { cell: second } }, at) => {
    const compared = decided[at];
    if (!compared) return [];
    return [{ compared, pair: pairReport(first, second, compared), cells: [first, second] }];
  });
}

function pairReport(first: CellReport, second: CellReport, compared: MethodComparison): PairReport {
  const { mean, low, high, basis, toSettle, detectable } = compared;
  const { pValue, adjustedPValue, test, better } = compared;
  const { questions: paired, unpaired, firstHigher, secondHigher } = compared;
  return {
    ...{ dataset: first.dataset, metric: first.metric },
    ...{ first: sideOf(first), second: sideOf(second) },
    difference: { mean, low, high, basis },
    ...{ pValue, adjustedPValue, test, better },
    questions: { paired, unpaired, firstHigher, secondHigher },
    ...(detectable === undefined ? {} : { detectable }),
    ...(toSettle ? { toSettle: toSettle.questions } : {}),
  };
}

function sideOf(cell: CellReport): PairSide {
  return { cellId: cell.cellId, name: methodName(cell), score: meanOf(cell) };
}

function meanOf({ score }: CellReport): number {
  return score?.mean ?? Number.NaN;
}
