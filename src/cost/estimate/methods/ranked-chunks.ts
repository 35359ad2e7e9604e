import {
  type ContextFacts,
  chunksOf,
  type MethodWork,
  NO_WORK,
  SYSTEM_TOKENS,
  TEMPLATE_TOKENS,
} from '../method-formula.ts';

/** `Memory 3:` and its line ends. */
const HEADING_TOKENS = 4;

/**
 * BM25: the k best chunks before every question, Q (18 + min(k, n) (ch + 4) + q). The last chunk is
 * shorter, so a chunk has N / n tokens on average. Ten chunks of 4,096 are 63 % of 64K.
 */
export function bm25Work(facts: ContextFacts): MethodWork {
  const { questions, questionTokens, outputTokens, topK } = facts;
  const { n, ch } = chunksOf(facts);
  const shown = Math.min(topK, n) * (ch + HEADING_TOKENS);
  return {
    ...NO_WORK,
    queryCalls: questions,
    queryInput: questions * (SYSTEM_TOKENS + shown + questionTokens),
    queryOutput: questions * outputTokens,
  };
}

/** As BM25, and every chunk and every question is embedded once: N + n t_m + Q q. */
export function denseWork(facts: ContextFacts): MethodWork {
  const { contextTokens, questions, questionTokens } = facts;
  const { n } = chunksOf(facts);
  const embedded = contextTokens + n * TEMPLATE_TOKENS + questions * questionTokens;
  return { ...bm25Work(facts), embedded };
}
