import type { Guess } from '../../contracts/estimate.ts';
import { times } from './guesses.ts';

/** Seconds of a call: base + input × perInputToken + output × perOutputToken. */
interface LatencyModel {
  readonly baseSeconds: number;
  readonly perInputToken: number;
  /** Assumed: 70 tokens a second of small models, 50 of large ones. No source measured it apart. */
  readonly perOutputToken: number;
}

/**
 * From the paper's latencies (arXiv 2507.05257 v4, Tables 11 and 12), without rate limits of our
 * own. Small: BM25 with gpt-4o-mini takes 0.47 s for ten chunks of 512 tokens and 1.7 s for ten of
 * 4,096, so (1.7 − 0.47) / 35,840 a token; 124K tokens come to 4.6 s, measured 4.9 and 5.4. Long:
 * gpt-4.1-mini takes 9.0 s for 421K and 7.4 s for 355K. Large: gpt-4o takes 17.0 s and 20.1 s for
 * 124K, claude-3-7 23.3 s and 22.7 s for 173K.
 */
const MODELS: Readonly<Record<'small' | 'long' | 'large', LatencyModel>> = {
  small: { baseSeconds: 0.3, perInputToken: 34e-6, perOutputToken: 0.014 },
  long: { baseSeconds: 0.3, perInputToken: 22e-6, perOutputToken: 0.014 },
  large: { baseSeconds: 0.5, perInputToken: 140e-6, perOutputToken: 0.02 },
};

/** Half to double: the two rows of one model differ by a fifth, days and regions by more. */
const LOW = 0.5;
const HIGH = 2;

/** Embedding 285K tokens in 70 texts took 5.0 s (Table 12, text-embedding-3-large). */
const SECONDS_PER_EMBEDDED_TOKEN = 17.5e-6;
const SECONDS_PER_EMBEDDING_REQUEST = 0.2;

function classOf(model: string): keyof typeof MODELS {
  if (/^(gpt-4\.1-(mini|nano)|gemini-.*flash)/.test(model)) return 'long';
  return /mini|nano|flash|haiku|lite|small/.test(model) ? 'small' : 'large';
}

/** Seconds of one call to a language model that nobody has measured. */
export function latencyPrior(
  model: string,
  { inputTokens, outputTokens }: { readonly inputTokens: number; readonly outputTokens: number },
): Guess {
  const { baseSeconds, perInputToken, perOutputToken } = MODELS[classOf(model)];
  const seconds = baseSeconds + inputTokens * perInputToken + outputTokens * perOutputToken;
  return { low: seconds * LOW, expected: seconds, high: seconds * HIGH };
}

/** Seconds of one request to an embedder, which holds one or more texts. */
export function embeddingLatencyPrior(tokens: number): Guess {
  const seconds = SECONDS_PER_EMBEDDING_REQUEST + tokens * SECONDS_PER_EMBEDDED_TOKEN;
  return times({ low: LOW, expected: 1, high: HIGH }, seconds);
}
