import { type ContextFacts, type MethodWork, NO_WORK, SYSTEM_TOKENS } from '../method-formula.ts';

/** Default of the oracle’s `evidenceTokensMax`. */
const EVIDENCE_TOKENS_MAX = 2_048;

/** The question alone: Q (18 + q). */
export function noMemoryWork({
  questions,
  questionTokens,
  outputTokens,
}: ContextFacts): MethodWork {
  return {
    ...NO_WORK,
    queryCalls: questions,
    queryInput: questions * (SYSTEM_TOKENS + questionTokens),
    queryOutput: questions * outputTokens,
  };
}

/** The question and its evidence, counted at the most that the oracle shows. */
export function oracleWork(facts: ContextFacts): MethodWork {
  const work = noMemoryWork(facts);
  const evidence = Math.min(facts.contextTokens, EVIDENCE_TOKENS_MAX);
  return { ...work, queryInput: work.queryInput + facts.questions * evidence };
}
