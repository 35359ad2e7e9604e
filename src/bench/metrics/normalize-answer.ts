import { splitWhitespace } from '../../retrieval/python-whitespace.ts';

/** Python's `string.punctuation`: ASCII only, so curly quotes and long dashes stay. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/**
 * An article that is a word of its own. Python's `\b` knows the letters and digits of all scripts,
 * JavaScript's only ASCII: it would find an `a` in `aé`. Combining marks are no word characters to
 * either.
 */
const ARTICLE = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

/**
 * The form in which answers are compared: lower case, without ASCII punctuation and English
 * articles, words one space apart. Empty when nothing else is left.
 *
 * Source: `normalize_answer` of the SQuAD evaluation (Rajpurkar et al. 2016), in the reference's
 * order of steps. Deviation: none (equal to Python 3.11 for every character of Unicode 14).
 */
export function normalizeAnswer(text: string): string {
  const words = text.toLowerCase().replace(PUNCTUATION, '').replace(ARTICLE, ' ');
  return splitWhitespace(words).join(' ');
}
