import { normalizeAnswer } from './normalize-answer.ts';

/**
 * 1 when both texts are the same after normalisation (two empty ones are), else 0.
 * Source: Rajpurkar et al. 2016 (SQuAD). Deviation: none.
 */
export function exactMatch(prediction: string, accepted: string): 0 | 1 {
  return normalizeAnswer(prediction) === normalizeAnswer(accepted) ? 1 : 0;
}
