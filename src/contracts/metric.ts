import type { Question } from './dataset.ts';

/** What one question's answer is worth. Each score lies in [0, 1]. */
export interface QuestionScores {
  /** By metric name, for example `exact_match`, `f1`, `substring_exact_match`. */
  readonly scores: Readonly<Record<string, number>>;
  /** The answer after parsing, as it was compared. */
  readonly parsed: string;
}

/** Scores an answer against a question's accepted answers. Pure. */
export type Scorer = (
  answer: string,
  question: Pick<Question, 'text' | 'answers'>,
) => QuestionScores;
