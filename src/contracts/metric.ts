import type { ItemTable, Question } from './dataset.ts';

/**
 * Facts about an answer that no score says; reports count them.
 * `abstained`: it says that it does not know, even if the accepted answer stands in it.
 * `label-missing`: it names no label where one was asked for.
 * `label-unknown`: it names a label that no example of the context has.
 * `items-missing`: it names no item that there is where recommendations were asked for.
 */
export const SCORE_NOTES = [
  'abstained',
  'label-missing',
  'label-unknown',
  'items-missing',
] as const;
export type ScoreNote = (typeof SCORE_NOTES)[number];

/** What one question's answer is worth. Each score lies in [0, 1]. */
export interface QuestionScores {
  /** By metric name, for example `exact_match`, `f1`, `substring_exact_match`. */
  readonly scores: Readonly<Record<string, number>>;
  /** The answer after parsing, as it was compared. */
  readonly parsed: string;
  readonly notes: readonly ScoreNote[];
}

/** What all answers to the questions of one context are held against, besides their own golds. */
export interface AnswerSpace {
  /** Needed where answers are ids of items. */
  readonly items?: ItemTable;
  /** The labels of the context's examples; absent where nobody has looked. */
  readonly labels?: ReadonlySet<string>;
}

/** Scores an answer against a question's accepted answers. Pure. */
export type Scorer = (
  reply: string,
  question: Pick<Question, 'text' | 'answers' | 'type'>,
) => QuestionScores;
