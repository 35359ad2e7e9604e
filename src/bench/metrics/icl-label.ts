import type { ScoreNote } from '../../contracts/metric.ts';

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
 * gives 0. Whoever scores takes the exact match where there is one, so that this is never less than
 * `exact_match`; it is never to be shown in its place.
 *
 * Source: none; our own.
 */
export function labelMatch(parsed: string, answers: readonly string[]): 0 | 1 {
  const label = parseLabel(parsed);
  return label !== undefined && answers.some((answer) => parseLabel(answer) === label) ? 1 : 0;
}

/**
 * What is odd about the label that a parsed reply names: there is none, or no example has it.
 * Nothing is odd where the labels are not known.
 *
 * @param labels  Of the context's examples, as they are written there.
 */
export function labelNotes(parsed: string, labels: ReadonlySet<string> | undefined): ScoreNote[] {
  const label = parseLabel(parsed);
  if (label === undefined) return ['label-missing'];
  return labels === undefined || labels.has(label) ? [] : ['label-unknown'];
}
