import { PYTHON_WHITESPACE } from '../../retrieval/python-whitespace.ts';

/**
 * The release of NLTK whose rules are followed. `nltk-3.10` lets curly quotes and guillemets
 * close a sentence, as straight quotes always did; `nltk-3.9` (and the releases before it) does
 * not.
 */
export type PunktVariant = 'nltk-3.9' | 'nltk-3.10';

/**
 * The patterns of one variant. Those with the flag `g` keep a position: set `lastIndex` before
 * use.
 */
export interface PunktPatterns {
  /** A period, question or exclamation mark that may end a sentence, for what follows it. */
  readonly candidate: RegExp;
  /** Words and marks; a period stays with the word before it. */
  readonly word: RegExp;
  /**
   * Closing marks at the start of a sentence that belong to the one before, with white space
   * after.
   */
  readonly closing: RegExp;
}

/** The patterns of a variant, compiled once. */
export function punktPatterns(variant: PunktVariant): PunktPatterns {
  return PATTERNS[variant];
}

const CURLY_QUOTES = String.raw`\u2018\u2019\u201c\u201d\xab\xbb`;

const PATTERNS: Readonly<Record<PunktVariant, PunktPatterns>> = {
  'nltk-3.9': compilePatterns(''),
  'nltk-3.10': compilePatterns(CURLY_QUOTES),
};

/**
 * Source: the English language variables of NLTK's Punkt, restated for JavaScript. NLTK cuts text
 * into lines before it looks for words; here no pattern reaches over a line feed, which comes to
 * the same.
 */
function compilePatterns(quotes: string): PunktPatterns {
  const space = `[${PYTHON_WHITESPACE}]`;
  const spaceInLine = `(?!\\n)${space}`;
  const solid = `[^${PYTHON_WHITESPACE}]`;
  const mark = String.raw`[)";}\]*:@'({\[?!${quotes}]`;
  const longMark = String.raw`(?:-{2,}|\.{2,}|(?:\.${spaceInLine}){2,}\.)`;
  const wordEnd = `${space}|$|${mark}|${longMark}`;
  const wordStart = String.raw`(?=[^("\x60{\[:;&#*@)}\]\-,])`;
  return {
    candidate: new RegExp(`[.?!](?=${mark}|${space})`, 'g'),
    word: new RegExp(
      `${longMark}|${wordStart}${solid}+?(?=${wordEnd}|,(?=${wordEnd}))|${solid}`,
      'g',
    ),
    closing: new RegExp(String.raw`^["')\]}${quotes}]+?(?:${space}+|(?=--)|$)`),
  };
}
