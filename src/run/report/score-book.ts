import { averageTrials } from '../../bench/statistics/average-trials.ts';
import type { NamedQuestionScore } from '../../bench/statistics/paired-difference.ts';
import type { QuestionRow } from './question-row.ts';

/** Scores on the primary metric, by cell and question: what comparisons are made from. */
export interface ScoreBook {
  add(rows: readonly QuestionRow[]): void;
  /** Of one cell, one entry a question: the mean over trials. */
  scoresOf(cellId: string): NamedQuestionScore[];
}

export function createScoreBook(): ScoreBook {
  const cells = new Map<string, NamedQuestionScore[]>();
  return {
    add(rows) {
      for (const { cell, unit, scores } of rows) {
        const score = scores?.scores[cell.metric];
        if (scores === undefined || score === undefined) continue;
        const list = cells.get(cell.cellId) ?? [];
        cells.set(cell.cellId, list);
        list.push({ questionId: scores.questionId, contextId: unit.contextId, score });
      }
    },
    scoresOf: (cellId) => averageTrials(cells.get(cellId) ?? []),
  };
}
