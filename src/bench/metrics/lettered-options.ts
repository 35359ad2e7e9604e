import { bareQuestion } from '../prompts/bare-question.ts';

/** One of several answers to choose from. */
export interface LetteredOption {
  /** A capital from A on. */
  readonly letter: string;
  readonly text: string;
  /** The whole line, without blanks around it. */
  readonly line: string;
}

const LINE = /^[ \t]*(\(?([A-Z])[.):][ \t]*(\S.*))$/gm;

/**
 * The options that a question lists, a line each, from A on without a gap: `A. the butler`. An
 * example before the question itself has options of its own, which do not count.
 *
 * @returns Fewer than two are no list: empty.
 */
export function letteredOptions(question: string): LetteredOption[] {
  const options: LetteredOption[] = [];
  for (const [, line = '', letter = '', text = ''] of bareQuestion(question).matchAll(LINE)) {
    const next = String.fromCharCode('A'.charCodeAt(0) + options.length);
    if (letter === next) options.push({ letter, text: text.trimEnd(), line: line.trimEnd() });
  }
  return options.length < 2 ? [] : options;
}
