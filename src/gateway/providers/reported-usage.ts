import type { Usage } from '../../contracts/model.ts';

/**
 * A vendor's numbers as usage.
 *
 * @returns undefined where they contradict each other, such as more cached tokens than tokens: they
 *   are no more to be relied on than none, so the gateway counts and says so.
 */
export function reportedUsage(tokens: Omit<Usage, 'source'>): Usage | undefined {
  const { outputTokens, reasoningTokens } = tokens;
  const counts = Object.values(tokens).every((count) => Number.isSafeInteger(count) && count >= 0);
  return counts && reasoningTokens <= outputTokens ? { ...tokens, source: 'reported' } : undefined;
}
