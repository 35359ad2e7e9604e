/**
 * What the price document that this project began with says that things cost, in US dollars.
 * Source: its sections 1, 3 and 4, of 2026-11-23, at the list prices of that day.
 */
export const DOCUMENT_DAY = '2026-11-23';

/** One context of 64K with 100 questions (section 4). */
export interface MethodTotal {
  readonly what: string;
  readonly stated: string;
  /** Of a formula. */
  readonly id: string;
  /** Absent: gpt-4o-mini. */
  readonly reader?: string;
  /** How much of what a prompt cache could give it gives; absent: nothing. */
  readonly cacheShare?: number;
  /** Of Self-RAG’s passages; absent for others. */
  readonly relevantShare?: number;
  /** Why an estimate says something else. */
  readonly why: string;
}

const SHORT = 'Ours expects answers of 16 tokens, the document 40.';
const EMBEDS = `${SHORT} It bills 1 % more embedded tokens.`;
const ROUNDED = 'Rounded: the answers of both are of the same length.';
const SIZES = 'The same sizes, with shorter answers; low trust makes the range wide.';

export const METHOD_TOTALS: readonly MethodTotal[] = [
  {
    ...{ what: 'long context, no cache', stated: '1.00', id: 'long-context' },
    why: 'An estimate expects the cache to give 85 % of what it can, and shorter answers.',
  },
  {
    ...{ what: 'long context, ideal cache', stated: '0.51', id: 'long-context', cacheShare: 1 },
    why: 'The document’s cache never misses; ours is expected to give 85 %.',
  },
  { what: 'BM25', stated: '0.63', id: 'bm25', why: SHORT },
  { what: 'RAPTOR', stated: '1.10', id: 'raptor', why: EMBEDS },
  { what: 'RAPTOR, indexed once', stated: '0.40', id: 'raptor-index-once', why: EMBEDS },
  { what: 'GraphRAG, least', stated: '0.29', id: 'graphrag-first', why: SIZES },
  { what: 'GraphRAG, most', stated: '0.61', id: 'graphrag', why: SIZES },
  { what: 'GraphRAG, worst', stated: '40.6', id: 'graphrag-worst', why: SIZES },
  {
    ...{ what: 'GraphRAG, worst, gpt-4o', stated: '677', id: 'graphrag-worst', reader: 'gpt-4o' },
    why: SIZES,
  },
  { what: 'HippoRAG 2', stated: '0.42', id: 'hipporag-2', why: EMBEDS },
  { what: 'Mem0', stated: '0.11', id: 'mem0-uncut', why: EMBEDS },
  { what: 'MemoRAG, without its GPU', stated: '1.00', id: 'memorag', why: ROUNDED },
  {
    ...{ what: 'Self-RAG, nothing relevant', stated: '0.23', id: 'self-rag', relevantShare: 0 },
    why: 'Ours expects half of the passages to be relevant.',
  },
  {
    ...{ what: 'Self-RAG, all relevant', stated: '0.71', id: 'self-rag', relevantShare: 1 },
    why: 'Ours expects half of the passages to be relevant.',
  },
  { what: 'Letta, insert', stated: '0.75', id: 'letta-insert', why: EMBEDS },
  { what: 'Letta, chat', stated: '2.39', id: 'letta-chat', why: EMBEDS },
];

/** Totals of section 1: 500 questions on 5 contexts with gpt-4o, or the judge of one answer. */
export type OtherTotal = {
  readonly what: string;
  readonly stated: string;
  readonly why: string;
} & (
  | { readonly promptTokens: number; readonly contextTokens: number; readonly judge?: undefined }
  | { readonly judge: string }
);

export const OTHER_TOTALS: readonly OtherTotal[] = [
  {
    ...{ what: 'EventQA, 5 × 100 questions, 65K, gpt-4o', stated: '81.45' },
    ...{ promptTokens: 65_000, contextTokens: 65_000 },
    why: 'The document counts no cache; ours is expected to give 85 %.',
  },
  {
    ...{ what: 'EventQA, 5 × 100 questions, 51K, gpt-4o', stated: '63.8' },
    ...{ promptTokens: 51_000, contextTokens: 52_224 },
    why: 'The document counts no cache, and here no answers: 63.75 is the input alone.',
  },
  {
    ...{ what: 'judge of LongMemEval, one answer', stated: '0.0009', judge: 'longmemeval' },
    why: 'Rounded.',
  },
  {
    ...{ what: 'judge of InfBench, one answer, least', stated: '0.04', judge: 'infbench-sum' },
    why: 'The document takes a batch with gpt-4o-2024-05-13; ours gpt-4o, live.',
  },
];

/** Questions on each of 5 contexts of 65,000 tokens, 40 tokens out (section 3). */
export interface CachingTotal {
  readonly model: string;
  readonly questions: number;
  /** No cache, ideal, a tenth missed, by batch, and by batch with an ideal cache where there is. */
  readonly stated: readonly string[];
}

const CLAUDE = 'claude-3-7-sonnet-20250219';

export const CACHING_TOTALS: readonly CachingTotal[] = [
  { model: 'gpt-4o', questions: 10, stated: '8.15 4.50 4.87 4.07'.split(' ') },
  { model: 'gpt-4.1-mini', questions: 10, stated: '1.30 0.43 0.52 0.65'.split(' ') },
  { model: 'gpt-5-mini', questions: 10, stated: '0.82 0.16 0.23 0.41 0.08'.split(' ') },
  { model: CLAUDE, questions: 10, stated: '9.78 2.15 3.16 4.89 1.08'.split(' ') },
  { model: 'gpt-4o', questions: 100, stated: '81.45 41.37 45.38 40.73'.split(' ') },
  { model: 'gpt-4.1-mini', questions: 100, stated: '13.03 3.41 4.38 6.52'.split(' ') },
  { model: 'gpt-5-mini', questions: 100, stated: '8.17 0.95 1.67 4.08 0.48'.split(' ') },
];
