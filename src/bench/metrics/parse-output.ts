import { stripWhitespace } from '../../retrieval/python-whitespace.ts';

/**
 * The `u` flag matters: with it, as in Python, `ſ` (U+017F) is a case of `s`. A line ends at U+000A
 * only; JavaScript's dot would stop at U+000D, U+2028 and U+2029 too.
 */
const AFTER_PREFIX = /answer:([^\n]*)/iu;
const LEADING_PREFIX = /^answer:/iu;
const FIRST_LINE = /^[^\n]*/u;

/**
 * The answer inside a model's reply: the rest of the line after the first `Answer:` (any case,
 * anywhere), without a second `Answer:` that follows at once; without any, the first line, empty as
 * it may be. Always stripped of white space at both ends.
 *
 * Source: `parse_output` of the reference. Deviation: none; its "nothing found" cannot happen.
 */
export function parseOutput(reply: string): string {
  const found = AFTER_PREFIX.exec(reply)?.[1] ?? FIRST_LINE.exec(reply)?.[0] ?? '';
  return stripWhitespace(stripWhitespace(found).replace(LEADING_PREFIX, ''));
}
