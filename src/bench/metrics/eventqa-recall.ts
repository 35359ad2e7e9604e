import { requireAnswers } from './answer-scores.ts';
import { hasWords, lenientForm } from './lenient-form.ts';

/**
 * 1 when every accepted answer stands word for word in the whole reply, ignoring case, else 0. Not
 * the best of several answers, but all of them; punctuation counts.
 *
 * @throws {MabError} ANSWERS_EMPTY when there is no accepted answer.
 * Source: `_process_eventqa_dataset` of the reference. Deviation: none.
 */
export function eventQaRecall(reply: string, answers: readonly string[]): 0 | 1 {
  requireAnswers(answers);
  const lower = reply.toLowerCase();
  return answers.every((answer) => lower.includes(answer.toLowerCase())) ? 1 : 0;
}

/**
 * As `eventQaRecall`, but for spelling: every accepted answer stands in the reply in lenient form,
 * as whole words. Like the strict score it counts a reply that copies all the choices as right.
 *
 * @throws {MabError} ANSWERS_EMPTY when there is no accepted answer.
 * Source: none; our own.
 */
export function eventQaRecallLenient(reply: string, answers: readonly string[]): 0 | 1 {
  if (eventQaRecall(reply, answers) === 1) return 1;
  const form = lenientForm(reply);
  return answers.every((answer) => hasWords(form, lenientForm(answer))) ? 1 : 0;
}
