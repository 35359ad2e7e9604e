import { requireAnswers } from './answer-scores.ts';

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
