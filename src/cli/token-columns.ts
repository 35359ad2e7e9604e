import type { WorkGuess } from '../contracts/estimate.ts';
import { shortNumber } from '../core/number-text.ts';

/** Columns of expected tokens. */
export interface TokenColumns {
  readonly heads: readonly string[];
  texts(work: WorkGuess): string[];
}

/** What goes in and out of models; embedded tokens only where some of the works have any. */
export function tokenColumns(works: readonly WorkGuess[]): TokenColumns {
  const embeds = works.some(({ embeddedTokens }) => embeddedTokens.expected > 0);
  return {
    heads: ['input', 'cached', 'output', ...(embeds ? ['embedded'] : [])],
    texts: ({ uncachedTokens, cacheWriteTokens, cachedTokens, outputTokens, embeddedTokens }) =>
      [
        uncachedTokens.expected + cacheWriteTokens.expected,
        cachedTokens.expected,
        outputTokens.expected,
        ...(embeds ? [embeddedTokens.expected] : []),
      ].map(shortNumber),
  };
}
