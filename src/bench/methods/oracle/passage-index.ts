import { type Bm25Index, createBm25 } from '../../../retrieval/bm25.ts';
import { unicodeWords } from '../../../retrieval/tokenizers.ts';
import type { Passage } from './passages.ts';

/**
 * All passages of a context and what is needed to search them; arrays are in the order of passages.
 */
export interface PassageIndex {
  readonly passages: readonly Passage[];
  readonly terms: readonly (readonly string[])[];
  /** The text of each passage as `plainText` gives it. */
  readonly plainTexts: readonly string[];
  readonly bm25: Bm25Index;
  /** ln((N + 1) / n) for a term in n of N passages; of an unknown term as if it stood in one. */
  idf(term: string): number;
}

export function indexPassages(passages: readonly Passage[]): PassageIndex {
  const terms = passages.map(({ text }) => searchTerms(text));
  const holding = new Map<string, number>();
  for (const term of terms.flatMap((own) => [...new Set(own)])) {
    holding.set(term, (holding.get(term) ?? 0) + 1);
  }
  return {
    passages,
    terms,
    plainTexts: passages.map(({ text }) => plainText(text)),
    bm25: createBm25(terms),
    idf: (term) => Math.log((passages.length + 1) / (holding.get(term) ?? 1)),
  };
}

/** The words that passages are searched by. */
export function searchTerms(text: string): string[] {
  return unicodeWords(text, { stem: true });
}

/**
 * Words in lower case between single blanks, blanks at both ends: `includes` then finds whole
 * words.
 */
export function plainText(text: string): string {
  return ` ${unicodeWords(text).join(' ')} `;
}
