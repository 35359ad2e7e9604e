import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

/** Characters counted between two turns of the event loop. */
const SLICE = 100_000;

/**
 * Counts tokens slice by slice, letting other work in between. Each cut may add a token, which is
 * why the provider calls its usage estimated.
 */
export async function countInSlices(
  text: string,
  countTokens: (text: string) => number,
): Promise<number> {
  let tokens = 0;
  for (let from = 0; from < text.length; from += SLICE) {
    if (from > 0) await turnOfTheLoop();
    tokens += countTokens(text.slice(from, from + SLICE));
  }
  return tokens;
}

/**
 * As many whole words of a text as fit a limit.
 *
 * @param tokensMax  From 1; a first word that is longer stays whole, so that an answer is never
 *   empty.
 */
export function cutToTokens(
  text: string,
  tokensMax: number,
  countTokens: (text: string) => number,
): string {
  const words = text.split(/(?<=\s)/);
  while (words.length > 1 && countTokens(words.join('')) > tokensMax) words.pop();
  return words.join('').trimEnd();
}
