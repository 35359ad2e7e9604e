import {
  type ContextFacts,
  chunksOf,
  type MethodWork,
  TEMPLATE_TOKENS,
} from '../method-formula.ts';

/** s: tokens of a summary; e: of what is extracted from one text. Assumed. */
const SUMMARY = 400;
const EXTRACT = 300;
/** The published code ignores k: its retriever’s default. */
const SHOWN = 4;
const SUMMARY_PROMPT = 12;
const EXTRACT_PROMPT = 40;
const ANSWER_PROMPT = 25;

/**
 * A tree of summaries, at most three levels of min(10, n / 2) clusters; four texts are condensed
 * one by one before each answer.
 *
 * @param rebuilds  As the published code does: all nodes are embedded again for every question.
 */
export function raptorWork(facts: ContextFacts, { rebuilds }: { rebuilds: boolean }): MethodWork {
  const { contextTokens, questions, questionTokens, outputTokens } = facts;
  const { n } = chunksOf(facts);
  const text = contextTokens + n * TEMPLATE_TOKENS;
  const [c1, c2, c3] = levels(n);
  const summaries = c1 + c2 + c3;
  // Summaries of the last level are made and thrown away.
  const kept = (c2 ? c1 * SUMMARY : 0) + (c3 ? c2 * SUMMARY : 0);
  const tree = text + kept;
  const shown = Math.min(SHOWN, n + c1 + c2);
  const condensed = shown * (text / n + questionTokens + EXTRACT_PROMPT);
  return {
    buildCalls: summaries,
    buildInput: text + kept + summaries * SUMMARY_PROMPT,
    buildOutput: summaries * SUMMARY,
    // Once to be clustered; and to be searched once, or for every question.
    embedded: tree + (rebuilds ? questions : 1) * tree + questions * questionTokens,
    queryCalls: questions * (shown + 1),
    queryInput: questions * (condensed + shown * EXTRACT + questionTokens + ANSWER_PROMPT),
    queryOutput: questions * (shown * EXTRACT + outputTokens),
  };
}

/** Clusters of each level. */
function levels(n: number): [number, number, number] {
  const c1 = Math.min(10, Math.floor(n / 2));
  const c2 = Math.min(10, Math.floor(c1 / 2));
  return [c1, c2, Math.min(10, Math.floor(c2 / 2))];
}
