import { stemmer } from 'stemmer';
import { splitWhitespace } from './python-whitespace.ts';

/** Turns a text into search terms; the same one must be used for documents and queries. */
export type Tokenizer = (text: string) => string[];

/**
 * Python's `str.split()`: case and punctuation stay on the word (`"Paris."` is not `"paris"`).
 * Empty for a text without words. What the reference's BM25 searches with.
 */
export const whitespaceTokens: Tokenizer = splitWhitespace;

export interface UnicodeWordsOptions {
  /** Reduce English words to their Porter stem (`running` and `runs` to `run`); default false. */
  readonly stem?: boolean;
}

/** A run of letters, marks and digits; one apostrophe between two of them does not end it. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu;

/**
 * Words in lower case, without punctuation: runs of letters, combining marks and digits of any
 * script, after Unicode normalisation to NFKC (so that composed and decomposed accents, ligatures
 * and full-width letters meet).
 *
 * Apostrophes (`'` and `’`): a possessive ending goes (`Ahab's` is `ahab`), other apostrophes
 * inside a word vanish (`don't` is `dont`, `o'clock` is `oclock`), those at its edges are
 * punctuation. Signs and decimal points end a word (`3.14` is `3`, `14`). Scripts without spaces
 * give one term per run.
 *
 * With `stem`, words of a to z become their Porter stem; others stay.
 * Source: Porter 1980, through the npm package `stemmer`.
 */
export function unicodeWords(text: string, options: UnicodeWordsOptions = {}): string[] {
  const words = text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
  const plain = words.map(withoutApostrophes);
  return options.stem ? plain.map(stemOf) : plain;
}

function withoutApostrophes(word: string): string {
  if (!word.includes("'") && !word.includes('’')) return word;
  return word.replace(/['’]s$/u, '').replace(/['’]/gu, '');
}

function stemOf(word: string): string {
  return /^[a-z]+$/.test(word) ? stemmer(word) : word;
}
