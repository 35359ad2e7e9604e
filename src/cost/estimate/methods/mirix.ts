import { type ContextFacts, chunksOf, type MethodWork } from '../method-formula.ts';

/** Instructions and tools of an agent, as Letta’s, of which MIRIX is a descendant. Assumed. */
const BASE = 3_500;
/** Of its six memories, those that a chunk goes to, and the steps that each takes. Assumed. */
const MANAGERS = 4;
const STEPS = 2;
const WRITTEN = 400;
/**
 * All input of a question over its rounds: the mean of the paper’s 0.016, 0.010, 0.011 and 0.019
 * dollars (Table 17, gpt-4.1-mini at 0.40 a million) is 35,000 tokens.
 */
const QUERY_INPUT = 35_000;
const ROUNDS = 4;
const THOUGHT = 80;

/** An agent hands a chunk to the managers of its memories; a question takes rounds. */
export function mirixWork(facts: ContextFacts): MethodWork {
  const { questions, questionTokens, outputTokens } = facts;
  const { n, ch } = chunksOf(facts);
  const calls = 1 + MANAGERS * STEPS;
  return {
    buildCalls: n * calls,
    buildInput: n * calls * (BASE + ch),
    buildOutput: n * MANAGERS * WRITTEN,
    embedded: n * MANAGERS * WRITTEN + questions * questionTokens,
    queryCalls: questions * ROUNDS,
    queryInput: questions * QUERY_INPUT,
    queryOutput: questions * (ROUNDS * THOUGHT + outputTokens),
  };
}
