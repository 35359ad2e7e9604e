import type { Usage } from '../../contracts/model.ts';

/** Tokens that count for an account: all that was read and written. */
export function usedTokens(usage: Usage): number {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = usage;
  const embedded = usage.embeddedTokens ?? 0;
  return inputTokens + cachedInputTokens + cacheWriteTokens + outputTokens + embedded;
}
