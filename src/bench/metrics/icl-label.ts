import { answerScores } from './answer-scores.ts';
import { parseOutput } from './parse-output.ts';

/**
 * A whole number at the start, or after a `label:` (the first that a number follows); not the head
 * of a decimal number.
 */
const LABEL = /^(?:.*?\blabel\s*:\s*)?(\d+)(?![.,]?\d)/i;

/**
 * The label number that an answer names: `28`, `label: 28`, `Label:28 (card arrival)`. Undefined
 * when the answer neither starts with a whole number nor has one right after `label:`. Leading
 * zeros do not count.
 */
export function parseLabel(answer: string): string | undefined {
  return LABEL.exec(answer.trim())?.[1]?.replace(/^0+(?=\d)/, '');
}

/**
 * A lenient companion of `exact_match` for in-context learning: 1 also when the parsed reply names
 * the right number as `label: 28` or goes on after it. The demonstrations of the benchmark write
 * labels like that, and many models answer so; the reference, which compares the whole line, then
 * gives 0. Never less than `exact_match`, never to be shown in its place.
 *
 * @throws {MabError} ANSWERS_EMPTY when there is no accepted answer.
 * Source: none; our own.
 */
export function labelMatch(reply: string, answers: readonly string[]): 0 | 1 {
  const parsed = parseOutput(reply);
  if (answerScores(parsed, answers).exact_match === 1) return 1;
  const label = parseLabel(parsed);
  return label !== undefined && answers.some((answer) => parseLabel(answer) === label) ? 1 : 0;
}
