import { MabError } from '../../core/errors.ts';
import { exactMatch } from './exact-match.ts';
import { substringMatch } from './substring-match.ts';
import { tokenF1 } from './token-f1.ts';

/** The three scores of a short answer, each in [0, 1], under the reference's names. */
export interface AnswerScores {
  readonly exact_match: number;
  readonly f1: number;
  readonly substring_exact_match: number;
}

/**
 * Each score against the accepted answer that suits it best; different scores may pick different
 * ones.
 *
 * @throws {MabError} ANSWERS_EMPTY when there is no accepted answer: that is no wrong answer, but
 *   bad data.
 */
export function answerScores(prediction: string, answers: readonly string[]): AnswerScores {
  requireAnswers(answers);
  const best = (metric: (prediction: string, accepted: string) => number): number =>
    Math.max(...answers.map((accepted) => metric(prediction, accepted)));
  return {
    exact_match: best(exactMatch),
    f1: best(tokenF1),
    substring_exact_match: best(substringMatch),
  };
}

/** @throws {MabError} ANSWERS_EMPTY when there is no accepted answer. */
export function requireAnswers(answers: readonly string[]): void {
  if (answers.length > 0) return;
  throw new MabError('ANSWERS_EMPTY', 'A question without accepted answers cannot be scored.', {
    hint: 'Give the question at least one answer in the dataset, or leave the question out.',
  });
}
