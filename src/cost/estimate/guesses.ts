import type { Guess } from '../../contracts/estimate.ts';

/** A number that is known. */
export function known(value: number): Guess {
  return { low: value, expected: value, high: value };
}

export const NOTHING: Guess = known(0);

/** @param factor  Not negative. */
export function times({ low, expected, high }: Guess, factor: number): Guess {
  return { low: low * factor, expected: expected * factor, high: high * factor };
}

/** Low times low, high times high; neither is negative. */
export function product(a: Guess, b: Guess): Guess {
  return { low: a.low * b.low, expected: a.expected * b.expected, high: a.high * b.high };
}

/** As if all were low, or high, together: wider than chance would have it. */
export function plus(a: Guess, b: Guess): Guess {
  return { low: a.low + b.low, expected: a.expected + b.expected, high: a.high + b.high };
}

/** All of them, as `plus` has it; nothing for none. */
export function sum(guesses: Iterable<Guess>): Guess {
  let total = NOTHING;
  for (const guess of guesses) total = plus(total, guess);
  return total;
}

/** Not above `max`. */
export function atMost({ low, expected, high }: Guess, max: number): Guess {
  return { low: Math.min(low, max), expected: Math.min(expected, max), high: Math.min(high, max) };
}

/** In whole numbers, so that sums are exact in whatever order they are made. */
export function wholes({ low, expected, high }: Guess): Guess {
  return { low: Math.round(low), expected: Math.round(expected), high: Math.round(high) };
}
