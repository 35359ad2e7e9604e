import type { ChatModel, Embedder, FinishReason } from './model.ts';

/**
 * The seam that every memory method implements. Words follow the literature: memorize chunks,
 * finalize, then retrieve and answer. One `Memory` holds one context and never sees another.
 */

/** One piece of the context, in stream order. */
export interface Chunk {
  /** `<contextId>#c<index>`: the unit of recall. */
  readonly id: string;
  readonly index: number;
  readonly text: string;
  /** The chunk inside the dataset's memorize template. */
  readonly message: string;
}

/** What a method is told of a question. Never its answers. */
export interface Query {
  readonly id: string;
  /** The bare question: what retrieval searches for. */
  readonly text: string;
  /** What the published code searches with, for profiles that follow it. */
  readonly publishedText: string;
  /** The question inside the dataset's query template: what the reader is asked. */
  readonly message: string;
  readonly system: string;
  /** `published`: memories stand before it as in the published code. Absent: as mab does it. */
  readonly layout?: 'published';
  /** Limit of the final answer only. */
  readonly maxOutputTokens: number;
}

export type Phase = 'memorize' | 'finalize' | 'retrieve' | 'answer' | 'judge';

/** Which behaviour of a method is meant; see `docs/reference/methods.md`. */
export type Profile = 'paper' | 'reference' | 'current';

/** One thing that a method found for a question. */
export interface RetrievedItem {
  readonly kind: 'chunk' | 'passage' | 'fact' | 'summary';
  readonly text: string;
  /** From 1. */
  readonly rank: number;
  /** Higher is better; comparable within one query only. */
  readonly score?: number;
  /** Ids of the chunks it stems from; empty when unknown. */
  readonly sources: readonly string[];
}

/** Exactly what the reader saw, in order. */
export interface RetrievalTrace {
  readonly items: readonly RetrievedItem[];
  readonly provenance: 'exact' | 'derived' | 'unknown';
}

/** What did not fit and was left out, in tokens. Never silent. */
export interface Truncation {
  readonly what: 'context';
  readonly droppedTokens: number;
}

/** What the reader, or the method itself, answered. */
export interface Answer {
  readonly text: string;
  readonly finish: FinishReason;
  readonly trace: RetrievalTrace;
  readonly truncated?: Truncation;
}

/** What the harness has to know to drive a method. */
export interface Capabilities {
  readonly answerMode: 'retrieve-then-read' | 'self-answering' | 'full-context';
  /** Chunks must be memorized one after another, in order. */
  readonly ordered: boolean;
  readonly provenance: RetrievalTrace['provenance'];
  /** Sees the answers: a ceiling, not a method. */
  readonly needsGold: boolean;
  /** Searches by meaning: is given an embedder. */
  readonly needsEmbedder: boolean;
  /** An empty memory is what the method is for (the no-memory arm). */
  readonly emptyMemory: boolean;
}

/** What only control arms may see. */
export interface Gold {
  readonly answers: readonly string[];
  /** Passages of the context, word for word; absent where the dataset does not know them. */
  readonly evidence?: readonly string[];
}

/** All that a method is given of the world. */
export interface MethodContext {
  readonly contextId: string;
  readonly profile: Profile;
  readonly reader: ChatModel;
  /** Defined only where `needsEmbedder`. */
  readonly embedder?: Embedder;
  /** o200k_base. */
  readonly countTokens: (text: string) => number;
  /** Defined only where `needsGold`. */
  readonly gold?: (questionId: string) => Gold;
}

/** The memory of one context. */
export interface Memory {
  memorize(chunk: Chunk): Promise<void>;
  /** Builds what searching needs; called once, after the last chunk. */
  finalize(): Promise<void>;
  answer(query: Query): Promise<Answer>;
}

/** An entry of the method catalogue. `Options` is what `options` (a zod schema) parses to. */
export interface MemoryMethod<Options = unknown> {
  /** As the user writes it: `bm25`. */
  readonly id: string;
  /** Raised when the same input may give another output: part of a unit's identity. */
  readonly version: number;
  readonly profiles: readonly [Profile, ...Profile[]];
  readonly summary: string;
  capabilities: Capabilities;
  create(context: MethodContext, options: Options): Memory;
}
