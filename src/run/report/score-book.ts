import type { NamedQuestionScore } from '../../bench/statistics/paired-difference.ts';
import type { QuestionRow } from './question-row.ts';

/** Scores on the primary metric, by cell and question: what comparisons are made from. */
export interface ScoreBook {
  add(rows: readonly QuestionRow[]): void;
  /** Of one cell, one entry a question: the mean over trials. */
  scoresOf(cellId: string): NamedQuestionScore[];
}

interface Entry {
  readonly contextId: string;
  sum: number;
  trials: number;
}

export function createScoreBook(): ScoreBook {
  const cells = new Map<string, Map<string, Entry>>();
  return {
    add(rows) {
      for (const { cell, unit, scores } of rows) {
        const score = scores?.scores[cell.metric];
        if (scores === undefined || score === undefined) continue;
        const questions = cells.get(cell.cellId) ?? new Map<string, Entry>();
        cells.set(cell.cellId, questions);
        const empty = { contextId: unit.contextId, sum: 0, trials: 0 };
        const entry = questions.get(scores.questionId) ?? empty;
        questions.set(scores.questionId, entry);
        entry.sum += score;
        entry.trials += 1;
      }
    },
    scoresOf: (cellId) =>
      [...(cells.get(cellId) ?? [])].map(([questionId, { contextId, sum, trials }]) => ({
        ...{ questionId, contextId },
        score: sum / trials,
      })),
  };
}
