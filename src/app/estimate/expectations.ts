import type { Expectations, ExpectedCall, Guess } from '../../contracts/estimate.ts';
import { usesO200k } from '../../cost/input-tokens.ts';

const guess = (low: number, expected: number, high: number): Guess => ({ low, expected, high });

/** What is expected where nothing was measured. */
export const PRIORS: Expectations = {
  output: ({ maxOutputTokens }: ExpectedCall) =>
    guess(
      Math.min(4, maxOutputTokens),
      Math.min(20, maxOutputTokens),
      Math.min(60, maxOutputTokens),
    ),
  // Inside batches OpenAI's older models have no cache; the others have it by chance.
  cacheShare: (_, lane) => (lane === 'live' ? guess(0.7, 0.95, 1) : guess(0, 0.3, 0.9)),
  tokenRatio: (model) => (usesO200k(model) ? guess(0.99, 1, 1.01) : guess(0.95, 1.1, 1.35)),
  latencyMs: () => guess(700, 1_500, 5_000),
};
