import { type ContextFacts, characterPieces, type MethodWork } from '../method-formula.ts';

/** Tokens of what is said about one piece (concepts), and of one condensed piece. Assumed. */
const CONCEPTS = 60;
const EXTRACT = 40;
/** Of the schema of a structured reply, and of the prompts. */
const SCHEMA = 120;
const CONCEPTS_PROMPT = 30;
const EXTRACT_PROMPT = 150;
const CHECK_PROMPT = 60;
const WINDOW = 128_000;
/** The published code cuts the last prompt there. */
const FINAL_MAX = 127_000;

/** How far a question walks through the graph. */
export interface GraphWalk {
  /** J: nodes visited before a check says that the answer is complete; 1 to all. */
  readonly visited: number;
  /** No check was satisfied: one more call over all that was gathered. */
  readonly final: boolean;
}

/**
 * One call per 4,096 characters to build. A question condenses k pieces, then checks after each
 * node whether all that was gathered answers it: quadratic in the nodes visited. Checks beyond the
 * window are refused and not billed.
 */
export function graphragWork(facts: ContextFacts, { visited, final }: GraphWalk): MethodWork {
  const { contextTokens, questions, questionTokens, outputTokens, topK } = facts;
  const { pieces, tokens } = characterPieces(contextTokens);
  const nodes = Math.min(visited, pieces, Math.floor(WINDOW / tokens));
  const k = Math.min(topK, pieces);
  const checks =
    (nodes * (nodes + 1) * tokens) / 2 + nodes * (questionTokens + CHECK_PROMPT + SCHEMA);
  const last = final ? Math.min(nodes * tokens, FINAL_MAX) + questionTokens + CONCEPTS_PROMPT : 0;
  const condensed = k * (tokens + questionTokens + EXTRACT_PROMPT);
  return {
    buildCalls: pieces,
    buildInput: pieces * (tokens + CONCEPTS_PROMPT + SCHEMA),
    buildOutput: pieces * CONCEPTS,
    embedded: 2 * pieces * tokens + questions * (questionTokens + k * EXTRACT),
    queryCalls: questions * (k + nodes + (final ? 1 : 0)),
    queryInput: questions * (condensed + checks + last),
    queryOutput: questions * (k * EXTRACT + nodes * outputTokens + (final ? outputTokens : 0)),
  };
}
