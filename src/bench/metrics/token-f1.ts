import { normalizeAnswer } from './normalize-answer.ts';

const WHOLE_ANSWERS = new Set(['yes', 'no', 'noanswer']);

/**
 * Harmonic mean of precision and recall over the words of both texts after normalisation,
 * repetitions counted. In [0, 1]; 0 when they share no word, so also when either is empty. Where
 * either text is exactly `yes`, `no` or `noanswer`, anything but equality is 0.
 *
 * Source: Rajpurkar et al. 2016 (SQuAD); the rule for yes and no: Yang et al. 2018 (HotpotQA).
 * Deviation: none.
 */
export function tokenF1(prediction: string, accepted: string): number {
  const predicted = normalizeAnswer(prediction);
  const expected = normalizeAnswer(accepted);
  const isWhole = WHOLE_ANSWERS.has(predicted) || WHOLE_ANSWERS.has(expected);
  if (isWhole && predicted !== expected) return 0;

  const predictedWords = wordsOf(predicted);
  const expectedWords = wordsOf(expected);
  const common = commonWords(predictedWords, expectedWords);
  if (common === 0) return 0;
  const precision = common / predictedWords.length;
  const recall = common / expectedWords.length;
  return (2 * precision * recall) / (precision + recall);
}

function wordsOf(normalized: string): string[] {
  return normalized === '' ? [] : normalized.split(' ');
}

/** The size of the intersection of two bags of words. */
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
