import {
  type ContextFacts,
  chunksOf,
  type MethodWork,
  TEMPLATE_TOKENS,
} from '../method-formula.ts';

/** Outputs of naming, of triples, of the filter and of the thought before an answer. Assumed. */
const NAMES = 250;
const TRIPLES = 1_200;
const FILTER = 60;
const THOUGHT = 150;
/** Prompts with their worked examples, counted from the published code. */
const NAMES_PROMPT = 202;
const TRIPLES_PROMPT = 470;
const FILTER_PROMPT = 2_096;
const FACTS_SHOWN = 150;
const ANSWER_PROMPT = 970;
/** The reader gets `qa_top_k` passages, not the k that are searched for. */
const SHOWN = 5;

/** Two calls a chunk (names, triples), two a question (filter of facts, answer). */
export function hipporagWork(facts: ContextFacts): MethodWork {
  const { contextTokens, questions, questionTokens, outputTokens } = facts;
  const { n, ch } = chunksOf(facts);
  const filter = FILTER_PROMPT + FACTS_SHOWN + questionTokens;
  const answer = Math.min(SHOWN, n) * ch + ANSWER_PROMPT + questionTokens;
  const written = n * (NAMES + TRIPLES);
  return {
    buildCalls: 2 * n,
    buildInput: n * (ch + NAMES_PROMPT + (ch + TRIPLES_PROMPT + NAMES)),
    buildOutput: written,
    embedded: contextTokens + n * TEMPLATE_TOKENS + written + 2 * questions * questionTokens,
    queryCalls: 2 * questions,
    queryInput: questions * (filter + answer),
    queryOutput: questions * (FILTER + THOUGHT + outputTokens),
  };
}
