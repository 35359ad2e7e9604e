const WHOLE_ANSWERS = new Set(['yes', 'no', 'noanswer']);

/** A text as `normalizeAnswer` leaves it, cut into its words. */
export interface NormalizedWords {
  readonly text: string;
  readonly words: readonly string[];
}

/** @param normalized  As `normalizeAnswer` gives it. */
export function normalizedWords(normalized: string): NormalizedWords {
  return { text: normalized, words: normalized === '' ? [] : normalized.split(' ') };
}

/**
 * Harmonic mean of precision and recall over the words of both texts, repetitions counted. In
 * [0, 1]; 0 when they share no word, so also when either is empty. Where either text is exactly
 * `yes`, `no` or `noanswer`, anything but equality is 0.
 *
 * Source: Rajpurkar et al. 2016 (SQuAD); the rule for yes and no: Yang et al. 2018 (HotpotQA).
 * Deviation: none.
 */
export function tokenF1(prediction: NormalizedWords, accepted: NormalizedWords): number {
  const isWhole = WHOLE_ANSWERS.has(prediction.text) || WHOLE_ANSWERS.has(accepted.text);
  if (isWhole && prediction.text !== accepted.text) return 0;
  const common = commonWords(accepted.words, prediction.words);
  if (common === 0) return 0;
  const precision = common / prediction.words.length;
  const recall = common / accepted.words.length;
  return (2 * precision * recall) / (precision + recall);
}

/** The size of the intersection of two bags of words; fastest with the smaller one first. */
function commonWords(words: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of words) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of others) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    common++;
  }
  return common;
}
