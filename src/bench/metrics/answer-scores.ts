import { MabError } from '../../core/errors.ts';
import { normalizeAnswer } from './normalize-answer.ts';
import { createRouge } from './rouge.ts';
import { normalizedWords, tokenF1 } from './token-f1.ts';

/** The names of the scores of a short answer. */
export const ANSWER_METRICS = [
  'exact_match',
  'f1',
  'substring_exact_match',
  'rouge_l_f1',
  'rouge_l_recall',
  'rouge_lsum_f1',
  'rouge_lsum_recall',
] as const;

/** The scores of a short answer, each in [0, 1]: all that the reference computes for one. */
export type AnswerScores = Readonly<Record<(typeof ANSWER_METRICS)[number], number>>;

/**
 * Each score against the accepted answer that suits it best; different scores may pick different
 * ones. All but ROUGE compare texts after `normalizeAnswer`.
 *
 * `exact_match`: 1 when both are the same (two empty texts are), else 0.
 * `f1`: see `tokenF1`.
 * `substring_exact_match`: 1 when the accepted answer stands anywhere in the prediction, else 0. It
 * need not be a word of its own (`art` stands in `party`), and one that normalises to nothing, such
 * as `the`, stands in every prediction: so it is in the reference.
 * `rouge_…`: see `RougePair`.
 *
 * @throws {MabError} ANSWERS_EMPTY when there is no accepted answer: that is no wrong answer, but
 *   bad data.
 * Source: `calculate_metrics` of the reference, which writes `rougeL_f1` for `rouge_l_f1`; exact
 *   match: Rajpurkar et al. 2016 (SQuAD). Deviation: none.
 */
export function answerScores(prediction: string, answers: readonly string[]): AnswerScores {
  requireAnswers(answers);
  const predicted = normalizedWords(normalizeAnswer(prediction));
  const accepted = answers.map((answer) => normalizedWords(normalizeAnswer(answer)));
  const rouge = answers.map(createRouge(prediction));
  return {
    exact_match: accepted.some(({ text }) => text === predicted.text) ? 1 : 0,
    f1: Math.max(...accepted.map((answer) => tokenF1(predicted, answer))),
    substring_exact_match: accepted.some(({ text }) => predicted.text.includes(text)) ? 1 : 0,
    rouge_l_f1: Math.max(...rouge.map(({ l }) => l.f1)),
    rouge_l_recall: Math.max(...rouge.map(({ l }) => l.recall)),
    rouge_lsum_f1: Math.max(...rouge.map(({ lsum }) => lsum.f1)),
    rouge_lsum_recall: Math.max(...rouge.map(({ lsum }) => lsum.recall)),
  };
}

/** Of each score the higher one. */
export function higherScores(one: AnswerScores, other: AnswerScores): AnswerScores {
  const higher = ANSWER_METRICS.map((name) => [name, Math.max(one[name], other[name])]);
  return Object.fromEntries(higher) as AnswerScores;
}

/** @throws {MabError} ANSWERS_EMPTY when there is no accepted answer. */
export function requireAnswers(answers: readonly string[]): void {
  if (answers.length > 0) return;
  throw new MabError('ANSWERS_EMPTY', 'A question without accepted answers cannot be scored.', {
    hint: 'Give the question at least one answer in the dataset, or leave the question out.',
  });
}
