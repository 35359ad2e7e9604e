import {
  type ContextFacts,
  chunksOf,
  type MethodWork,
  NO_WORK,
  SYSTEM_TOKENS,
  TEMPLATE_TOKENS,
} from '../method-formula.ts';

/** Vendors cache prefixes in steps of so many tokens (OpenAI). */
const CACHE_STEP = 128;

/**
 * The whole context before every question: Q (N + n t_m + 18 + q), of which (Q − 1) prefixes can
 * come out of the cache. N × Q is all that matters. What does not fit beside the answer is dropped,
 * the oldest text first.
 */
export function longContextWork(facts: ContextFacts): MethodWork {
  const { contextTokens, questions, questionTokens, outputTokens, windowTokens } = facts;
  const { n } = chunksOf(facts);
  const prefix =
    SYSTEM_TOKENS + Math.min(contextTokens + n * TEMPLATE_TOKENS, windowTokens - outputTokens);
  return {
    ...NO_WORK,
    queryCalls: questions,
    queryInput: questions * (prefix + questionTokens),
    queryOutput: questions * outputTokens,
    cacheable: Math.max(0, questions - 1) * Math.floor(prefix / CACHE_STEP) * CACHE_STEP,
  };
}
