import type { Limit, RoomEnd, RoomRequest } from '../../contracts/limits.ts';

/** What a request will take of a limit's tokens, as estimated. */
export function tokenNeed(
  { inputTokens, outputTokensMax }: RoomRequest,
  { counting }: Limit,
): number {
  return inputTokens + (counting === 'input' ? 0 : outputTokensMax);
}

/** What it took: nothing where nothing was served, the estimate where nobody knows. */
export function tokensTaken(end: RoomEnd, limit: Limit): number {
  const { usage, request, outcome } = end;
  if (outcome === 'not-sent' || outcome === 'limited') return 0;
  if (!usage) return tokenNeed(request, limit);
  const written = usage.inputTokens + usage.cacheWriteTokens + (usage.embeddedTokens ?? 0);
  const input = written + usage.cachedInputTokens;
  switch (limit.counting) {
    case 'used':
      return input + usage.outputTokens;
    case 'reserved':
      return input + request.outputTokensMax;
    case 'uncached':
      return written + usage.outputTokens;
    case 'input':
      return input;
  }
}
