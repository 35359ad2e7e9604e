import {
  type ContextFacts,
  chunksOf,
  type MethodWork,
  NO_WORK,
  SYSTEM_TOKENS,
} from '../method-formula.ts';

/** Outputs of the graph and of the summary of a chunk. Assumed, as of HippoRAG’s triples. */
const GRAPH = 1_200;
const SUMMARY = 150;
const GRAPH_PROMPT = 700;
const SUMMARY_PROMPT = 100;
/** Of ten triplets, so many nodes are whole chunks; the other texts are short. Assumed. */
const CHUNKS_SHOWN = 3;
const TRIPLETS = 10;
const TRIPLET = 60;

/**
 * Two calls a chunk: a graph with descriptions, and a summary. The published code runs them for all
 * earlier chunks again at each new one, n (n + 1) calls; the paper’s own times (11 s a chunk, at
 * 105 chunks as at 842) say that its runs did not.
 */
export function cogneeWork(facts: ContextFacts, { reruns }: { reruns: boolean }): MethodWork {
  const { questions, questionTokens, outputTokens } = facts;
  const { n, ch } = chunksOf(facts);
  const times = reruns ? (n * (n + 1)) / 2 : n;
  const shown = Math.min(CHUNKS_SHOWN, n) * ch + TRIPLETS * TRIPLET;
  return {
    ...NO_WORK,
    buildCalls: 2 * times,
    buildInput: times * (2 * ch + GRAPH_PROMPT + SUMMARY_PROMPT),
    buildOutput: times * (GRAPH + SUMMARY),
    embedded: times * (ch + GRAPH + SUMMARY) + questions * questionTokens,
    queryCalls: questions,
    queryInput: questions * (SYSTEM_TOKENS + shown + questionTokens),
    queryOutput: questions * outputTokens,
  };
}
