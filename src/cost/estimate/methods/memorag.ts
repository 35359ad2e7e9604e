import { type ContextFacts, chunksOf, type MethodWork, NO_WORK } from '../method-formula.ts';

/** Clues that the memory model writes for a question: spans and further questions. Assumed. */
const CLUES = 4 + 3;
/** Chunks found for each clue, and for the question itself. */
const HITS = 3;
const PROMPT = 20;
/** The published code does not pass the limit of an answer on. */
const OUTPUT_MIN = 120;

/**
 * The memory model reads the context and writes clues on a GPU of one’s own, which is not in here.
 * The reader gets all that the clues found: u = min(n, 3 × 8) chunks, at 64K the whole context.
 */
export function memoragWork(facts: ContextFacts): MethodWork {
  const { contextTokens, questions, questionTokens, outputTokens } = facts;
  const { n } = chunksOf(facts);
  const shown = (Math.min(n, HITS * (CLUES + 1)) * contextTokens) / n;
  return {
    ...NO_WORK,
    queryCalls: questions,
    queryInput: questions * (shown + questionTokens + PROMPT),
    queryOutput: questions * Math.max(outputTokens, OUTPUT_MIN),
  };
}
