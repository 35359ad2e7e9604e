import { chunkCount } from '../formulas/tokens.ts';

/** What a formula needs to know of one context and the questions on it. */
export interface ContextFacts {
  /** N: tokens of the context. */
  readonly contextTokens: number;
  /** C: the most tokens of a chunk. */
  readonly chunkTokens: number;
  /** Q. */
  readonly questions: number;
  /** q: mean tokens of a question with its instructions. */
  readonly questionTokens: number;
  /** o: mean output tokens of an answer. */
  readonly outputTokens: number;
  /** k: chunks that are searched for. */
  readonly topK: number;
  /** W: the most tokens of a request to the reader, without what is kept free for its answer. */
  readonly windowTokens: number;
}

/** Calls and tokens of a method on one context, all its questions together. */
export interface MethodWork {
  readonly buildCalls: number;
  readonly buildInput: number;
  readonly buildOutput: number;
  /** Tokens that an embedder reads, while building and for questions. */
  readonly embedded: number;
  readonly queryCalls: number;
  readonly queryInput: number;
  readonly queryOutput: number;
  /** The part of `queryInput` that a perfect prompt cache serves. Absent: none is counted on. */
  readonly cacheable?: number;
}

/** Nothing: methods begin with it and say what differs. */
export const NO_WORK: MethodWork = {
  ...{ buildCalls: 0, buildInput: 0, buildOutput: 0, embedded: 0 },
  ...{ queryCalls: 0, queryInput: 0, queryOutput: 0 },
};

/** Tokens of a system message. Counted from the published code, characters / 4.3. */
export const SYSTEM_TOKENS = 18;
/** t_m: tokens of the template around a memorized chunk. Counted likewise. */
export const TEMPLATE_TOKENS = 45;
/** Of English text in o200k_base; where the published code splits by characters. */
export const CHARS_PER_TOKEN = 4.3;

/** n, the chunks of a context, and ch, the mean tokens of one inside its template. */
export function chunksOf({ contextTokens, chunkTokens }: ContextFacts): { n: number; ch: number } {
  const n = chunkCount(contextTokens, chunkTokens);
  return { n, ch: contextTokens / n + TEMPLATE_TOKENS };
}

/** Pieces of a context that the published code splits by characters, 4,096 with 200 of overlap. */
export function characterPieces(contextTokens: number): { pieces: number; tokens: number } {
  const [size, overlap] = [4096, 200];
  const pieces = Math.max(1, Math.ceil((contextTokens * CHARS_PER_TOKEN) / (size - overlap)));
  return { pieces, tokens: size / CHARS_PER_TOKEN };
}

/** How far to trust a formula. */
export type Confidence = 'high' | 'medium' | 'low';

/**
 * How far its tokens may be off, as factors of low and high. Judged, not measured: `high` formulas
 * only count text; `medium` ones hold one or two assumed sizes; in `low` ones those decide.
 */
export const REACH: Readonly<Record<Confidence, { readonly low: number; readonly high: number }>> =
  {
    high: { low: 0.95, high: 1.05 },
    medium: { low: 0.75, high: 1.35 },
    low: { low: 0.4, high: 2.5 },
  };

/** A formula with all that is needed to check it by hand, for programs and for the docs page. */
export interface MethodFormula {
  readonly id: string;
  readonly title: string;
  readonly work: (facts: ContextFacts) => MethodWork;
  /**
   * The most tokens of a context that the published code keeps; it drops the oldest text. Absent:
   * all of it.
   */
  readonly inputMax?: (facts: ContextFacts) => number;
  /** As on the page: `Q (N + n t_m + 18 + q)`. */
  readonly text: Readonly<{ build: string; embedded: string; query: string }>;
  /** Sizes that stand for what a run of yours would measure; empty where there are none. */
  readonly assumed: string;
  readonly traps: string;
  readonly source: string;
  readonly confidence: Confidence;
  /** Chunks of so many tokens on every dataset (the paper’s Table 15). Absent: as it has them. */
  readonly chunkTokens?: 4096;
  /** Calls that build wait for each other within a context. Absent: they do not. */
  readonly ordered?: true;
  /** The published code names this model itself, whatever the configuration says. */
  readonly hardCoded?: Readonly<{ reader?: string; embedder?: string }>;
  /** How the method of this program differs; absent where it has none. */
  readonly ours?: string;
}

/** The context as the method keeps it. */
export function keptFacts(formula: MethodFormula, facts: ContextFacts): ContextFacts {
  const max = formula.inputMax?.(facts) ?? Number.POSITIVE_INFINITY;
  return { ...facts, contextTokens: Math.min(facts.contextTokens, max) };
}
