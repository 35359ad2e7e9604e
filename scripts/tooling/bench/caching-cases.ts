/** What the benchmark of prompt caching asks, and how. */

export const MODELS = [
  ...['gpt-4o-mini', 'gpt-4.1-mini', 'gpt-5-mini', 'claude-haiku-4-5', 'claude-sonnet-4-6'],
] as const;
export const QUESTIONS = [50, 500] as const;

/** In flight at once, as a configuration has it by itself. */
export const CONCURRENCY = 8;

/** `without`: the vendor has no cache, or is not asked for it. */
export const WAYS = ['without', 'no-warm-up', 'warm-up'] as const;
export type Way = (typeof WAYS)[number];

/**
 * A prompt of 65,000 tokens, as EventQA has it. OpenAI caches multiples of 128 tokens, so the
 * prefix is one; the rest is the question's.
 */
export const PREFIX_TOKENS = 64_768;
export const OWN_TOKENS = 232;
export const OUTPUT_TOKENS = 40;

/** One figure. */
export interface Case {
  readonly model: string;
  readonly questions: number;
  readonly way: Way;
}

export function resultName({ model, questions, way }: Case): string {
  return `${model} ${questions} ${way}`;
}

/** The prices are those of this day, so that the figures do not move with the catalogue. */
export const PRICE_DAY = '2026-11-24';
