import type { ChatRequest, Sampling } from '../contracts/model.ts';

/**
 * What a caller from outside decides for itself, where our own calls follow the configuration and
 * are named by what they ask.
 */
export interface ChatTerms {
  /** Sent and keyed instead of the model's own. */
  readonly sampling?: Sampling;
  /** What the key is made from instead of the request. */
  readonly keyedAs?: ChatRequest;
}

/**
 * Of embeddings: a name for the text at a position, which makes its call one of its own; undefined
 * where the text itself names it, as it does for all that we embed.
 */
export type TextNames = (at: number) => string | undefined;
