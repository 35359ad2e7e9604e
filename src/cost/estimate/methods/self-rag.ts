import { type ContextFacts, characterPieces, type MethodWork, NO_WORK } from '../method-formula.ts';

const SCHEMA = 90;
/** Of a verdict. */
const VERDICT = 8;

/**
 * Per question: is retrieval needed, a verdict on each of k pieces, and for each of the r relevant
 * ones an answer, a verdict on its support and one on its use: 1 + k + 3 r calls.
 *
 * @param relevantShare  r / k, 0 to 1.
 */
export function selfRagWork(
  facts: ContextFacts,
  { relevantShare }: { relevantShare: number },
): MethodWork {
  const { contextTokens, questions, questionTokens: q, outputTokens: o, topK } = facts;
  const { pieces, tokens } = characterPieces(contextTokens);
  const k = Math.min(topK, pieces);
  const r = k * relevantShare;
  const needed = q + 30 + SCHEMA;
  const relevance = k * (q + tokens + 40 + SCHEMA);
  const answer = q + tokens + 20 + SCHEMA;
  const support = o + tokens + 45 + SCHEMA;
  const use = q + o + 30 + SCHEMA;
  return {
    ...NO_WORK,
    embedded: pieces * tokens + questions * q,
    queryCalls: questions * (1 + k + 3 * r),
    queryInput: questions * (needed + relevance + r * (answer + support + use)),
    queryOutput: questions * ((1 + k + 2 * r) * VERDICT + r * o),
  };
}
