import { invariant } from '../../../core/errors.ts';
import { countTokens } from '../../chunking/token-count.ts';

/**
 * Passages, in order, that fit together into so many tokens. Left over are 2 % of them at most, or
 * less than any passage has that was left out.
 *
 * @param frame  A passage with all that the context puts around it.
 */
export function fitPassages(
  passages: readonly string[],
  tokens: number,
  frame: (passage: string) => string,
): string[] {
  let left = tokens;
  const chosen = passages.filter((passage) => {
    const cost = countTokens(frame(passage));
    if (cost > left) return false;
    left -= cost;
    return true;
  });
  const isFull = chosen.length < passages.length || left < tokens * 0.02;
  invariant(isFull, `the real text ran out ${left} tokens before the end`);
  return chosen;
}
