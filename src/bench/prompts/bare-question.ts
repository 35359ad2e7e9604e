import type { Question } from '../../contracts/dataset.ts';

/**
 * Where the questions of LongMemEval (behind the date) and DetectiveQA (behind an example) begin,
 * as these datasets have it.
 */
const MARK = /Now Answer the Question:\s*/;

/** A question's text without what the dataset has put before it, if anything. */
export function bareQuestion(text: string): string {
  const found = MARK.exec(text);
  return found ? text.slice(found.index + found[0].length) : text;
}

/**
 * A question's text with the date on which it is asked. The published rows of LongMemEval have it
 * in the text; where a dataset has it apart, it is put there in the same place.
 */
export function datedQuestion({ text, date }: Pick<Question, 'text' | 'date'>): string {
  return date === undefined || text.includes(date) ? text : `Current date: ${date}\n\n${text}`;
}
