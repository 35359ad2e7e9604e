import {
  type ContextFacts,
  chunksOf,
  type MethodWork,
  TEMPLATE_TOKENS,
} from '../method-formula.ts';

/** B: instructions, tools and core memory of an agent, sent with every step. Assumed. */
const BASE = 3_500;
/** What an agent thinks in a step. Assumed. */
const THOUGHT = 80;
/** Passages of a page of the archive. */
const PAGE = 10;
const SUMMARY = 400;
/** Steps of the agent for each chunk that it is told. */
const STEPS = 2;

/** `insert`: chunks go straight into the archive. A question takes two steps: search and send. */
export function lettaInsertWork(facts: ContextFacts): MethodWork {
  const { contextTokens, questions, questionTokens, outputTokens } = facts;
  const { n, ch } = chunksOf(facts);
  const search = BASE + questionTokens;
  const send = BASE + questionTokens + Math.min(PAGE, n) * ch + THOUGHT;
  return {
    ...{ buildCalls: 0, buildInput: 0, buildOutput: 0 },
    embedded: contextTokens + n * TEMPLATE_TOKENS + questions * questionTokens,
    queryCalls: 2 * questions,
    queryInput: questions * (search + send),
    queryOutput: questions * (2 * THOUGHT + outputTokens),
  };
}

/**
 * `chat`: every chunk is told to the agent, which sends its history again in each step: quadratic
 * until the window is full, then the history is summarised. Questions send it too.
 */
export function lettaChatWork(facts: ContextFacts, { window }: { window: number }): MethodWork {
  const { questions, questionTokens, outputTokens } = facts;
  const { n, ch } = chunksOf(facts);
  let [buildCalls, buildInput, buildOutput, history] = [0, 0, 0, 0];
  for (let chunk = 0; chunk < n; chunk++) {
    history += ch;
    for (let step = 0; step < STEPS; step++) {
      if (BASE + history > window) {
        buildCalls++;
        buildInput += Math.min(history, 0.75 * window);
        buildOutput += SUMMARY;
        history = SUMMARY + ch;
      }
      buildCalls++;
      buildInput += BASE + history;
      buildOutput += THOUGHT;
      history += THOUGHT;
    }
  }
  return {
    ...{ buildCalls, buildInput, buildOutput },
    embedded: questions * questionTokens,
    queryCalls: 2 * questions,
    queryInput: questions * 2 * (BASE + history + questionTokens) + questions * THOUGHT,
    queryOutput: questions * (2 * THOUGHT + outputTokens),
  };
}
