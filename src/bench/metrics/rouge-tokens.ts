import { porterStem } from './porter-stemmer.ts';

/** Stems seen so far; answers and accepted answers repeat their words. Cleared when full. */
const STEMS_MAX = 50_000;
const stems = new Map<string, string>();

/**
 * The words of a text as ROUGE compares them: lower case, split at everything but `a` to `z` and
 * digits (so letters of other scripts and accented ones are gaps), words of more than three
 * characters stemmed.
 *
 * Source: the default tokenizer of rouge_score 0.1.2 with its stemmer. Deviation: none.
 */
export function rougeTokens(text: string): string[] {
  return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map((word) =>
    word.length > 3 ? stemOf(word) : word,
  );
}

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = porterStem(word);
  if (stems.size >= STEMS_MAX) stems.clear();
  stems.set(word, stem);
  return stem;
}
