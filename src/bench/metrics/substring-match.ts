import { normalizeAnswer } from './normalize-answer.ts';

/**
 * 1 when the accepted answer stands anywhere in the prediction after normalisation, else 0. It need
 * not be a word of its own (`art` stands in `party`), and an accepted answer that normalises to
 * nothing, such as `the`, stands in every prediction: so it is in the reference.
 */
export function substringMatch(prediction: string, accepted: string): 0 | 1 {
  return normalizeAnswer(prediction).includes(normalizeAnswer(accepted)) ? 1 : 0;
}
