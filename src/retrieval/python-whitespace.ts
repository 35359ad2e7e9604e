/**
 * The inside of a character class for what Python calls white space (`str.isspace`). It is not
 * JavaScript's `\s`: Python adds U+001C to U+001F and U+0085, JavaScript adds U+FEFF.
 *
 * Source: Python 3 documentation, `str.isspace` (bidirectional class WS, B or S, or category Zs).
 */
export const PYTHON_WHITESPACE =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const RUN = new RegExp(`[${PYTHON_WHITESPACE}]+`, 'u');
const RUNS = new RegExp(RUN, 'gu');
const ONE = new RegExp(`^[${PYTHON_WHITESPACE}]$`, 'u');

/**
 * Python's `text.split()`: what stands between runs of white space; never holds an empty string.
 */
export function splitWhitespace(text: string): string[] {
  return text.split(RUN).filter((piece) => piece !== '');
}

/**
 * Python's `text.strip()`: the text without white space at either end. A loop, because a pattern
 * that ends in `$` takes quadratic time on an answer that holds long runs of spaces.
 */
export function stripWhitespace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && ONE.test(text.charAt(start))) start++;
  while (end > start && ONE.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Python's `re.sub(r'\s+', ' ', text).strip()`: words one blank apart. */
export function collapseWhitespace(text: string): string {
  return text.replace(RUNS, ' ').replace(/^ | $/g, '');
}
