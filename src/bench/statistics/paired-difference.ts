import { MabError } from '../../core/errors.ts';
import type { QuestionScore } from './clustered-interval.ts';
import { type ClusteredValue, type Interval, intervalOfMean } from './interval-of-mean.ts';

/** One question's score under one method. */
export interface NamedQuestionScore extends QuestionScore {
  readonly questionId: string;
}

/** First minus second: `mean`, `low` and `high` lie in [-1, 1]. */
export interface PairedDifference extends Interval {
  /** `higher` or `lower`: the interval leaves out 0; `undecided`: it does not. */
  readonly first: 'higher' | 'lower' | 'undecided';
  /** Questions that only one of the two methods has a score for; they take no part. */
  readonly unpaired: number;
}

/**
 * The mean difference of two methods over the questions that both were scored on, with its 95 %
 * interval. Pairing takes out what makes questions easy or hard, so it settles what two separate
 * intervals cannot. Clustered as in `intervalOfMean`; with a single context it is the paired t
 * interval over questions.
 *
 * @returns Undefined when no question has both scores.
 * @throws {MabError} QUESTION_REPEATED when a method has two scores for a question,
 *   QUESTION_CONTEXTS_DIFFER when the methods disagree about its context, SCORE_OUT_OF_RANGE for a
 *   score outside [0, 1].
 */
export function pairedDifference(
  first: readonly NamedQuestionScore[],
  second: readonly NamedQuestionScore[],
): PairedDifference | undefined {
  const { values, unpaired } = pairedValues(first, second);
  const interval = intervalOfMean(values, { from: -1, to: 1 });
  return interval && { ...interval, first: verdictOf(interval), unpaired };
}

/** First minus second for each question that both have, in the order of the first. */
export function pairedValues(
  first: readonly NamedQuestionScore[],
  second: readonly NamedQuestionScore[],
): { readonly values: readonly ClusteredValue[]; readonly unpaired: number } {
  const ofFirst = byQuestion(first);
  const ofSecond = byQuestion(second);
  const values = [...ofFirst.values()].flatMap((one) => {
    const other = ofSecond.get(one.questionId);
    return other ? [{ contextId: sameContext(one, other), value: one.score - other.score }] : [];
  });
  return { values, unpaired: ofFirst.size + ofSecond.size - 2 * values.length };
}

function verdictOf({ low, high }: Interval): PairedDifference['first'] {
  if (low > 0) return 'higher';
  return high < 0 ? 'lower' : 'undecided';
}

function byQuestion(scores: readonly NamedQuestionScore[]): Map<string, NamedQuestionScore> {
  const questions = new Map<string, NamedQuestionScore>();
  for (const entry of scores) {
    if (questions.has(entry.questionId)) {
      const message = `Question ${entry.questionId} has two scores for one method.`;
      throw new MabError('QUESTION_REPEATED', message, { blame: 'bug' });
    }
    if (!(entry.score >= 0 && entry.score <= 1)) {
      const message = `The score of question ${entry.questionId} is ${entry.score}.`;
      throw new MabError('SCORE_OUT_OF_RANGE', message, { blame: 'bug' });
    }
    questions.set(entry.questionId, entry);
  }
  return questions;
}

function sameContext(one: NamedQuestionScore, other: NamedQuestionScore): string {
  if (one.contextId === other.contextId) return one.contextId;
  const message = `Question ${one.questionId} belongs to ${one.contextId} and ${other.contextId}.`;
  throw new MabError('QUESTION_CONTEXTS_DIFFER', message, { blame: 'bug' });
}
