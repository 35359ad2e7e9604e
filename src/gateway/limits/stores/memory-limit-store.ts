import type { LimitStore } from '../../../contracts/limits.ts';
import { exchange } from '../exchange.ts';
import { type LimitsDocument, NO_LIMITS } from '../limit-state.ts';

/** Limits of this process alone. @param now  Of one clock for all exchanges, in ms. */
export function createMemoryLimitStore(now: () => number, owner = 'here'): LimitStore {
  const documents = new Map<string, LimitsDocument>();
  return {
    async exchange(news) {
      const before = documents.get(news.document) ?? NO_LIMITS;
      const { document, ...answer } = exchange(before, news, { owner, nowMs: now() });
      documents.set(news.document, document);
      return answer;
    },
    close: async () => undefined,
  };
}
