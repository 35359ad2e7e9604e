/** One method of a benchmark: which formula, and who reads and embeds. */
export interface BenchmarkLine {
  readonly title: string;
  /** An id of `METHOD_FORMULAS`. */
  readonly formula: string;
  readonly reader: string;
  /** Absent: nothing is embedded. `local`: on a machine of one’s own, which bills no tokens. */
  readonly embedder?: string;
}

const MINI = 'gpt-4o-mini';
const SMALL = 'text-embedding-3-small';
const ADA = 'text-embedding-ada-002';

function longContext(title: string, reader: string): BenchmarkLine {
  return { title, formula: 'long-context', reader };
}

function rag(title: string, formula: string, embedder: string): BenchmarkLine {
  return { title, formula, reader: MINI, embedder };
}

function agent(title: string, formula: string, reader = MINI): BenchmarkLine {
  return { title, formula, reader, embedder: SMALL };
}

/**
 * The 22 rows of the paper’s main table. Source: arXiv 2507.05257 v4, Table 3; RAG and memory
 * agents read with gpt-4o-mini unless named.
 */
export const PAPER_LINES: readonly BenchmarkLine[] = [
  longContext('GPT-4o (128K)', 'gpt-4o'),
  longContext('GPT-4o-mini (128K)', MINI),
  longContext('Claude-3.7-Sonnet (200K)', 'claude-3-7-sonnet-20250219'),
  longContext('GPT-5-mini (400K)', 'gpt-5-mini'),
  longContext('GPT-4.1-mini (1M)', 'gpt-4.1-mini'),
  longContext('Gemini-2.0-Flash (1M)', 'gemini-2.0-flash'),
  { title: 'BM25', formula: 'bm25', reader: MINI },
  rag('Contriever', 'dense', 'local'),
  rag('Text-Embed-3-Small', 'dense', SMALL),
  rag('Text-Embed-3-Large', 'dense', 'text-embedding-3-large'),
  rag('Qwen3-Embedding-4B', 'dense', 'local'),
  rag('RAPTOR', 'raptor', ADA),
  rag('GraphRAG', 'graphrag', ADA),
  rag('MemoRAG', 'memorag', 'local'),
  rag('HippoRAG-v2', 'hipporag-2', 'local'),
  agent('Mem0', 'mem0'),
  agent('Cognee', 'cognee'),
  { title: 'Zep', formula: 'zep', reader: MINI },
  rag('Self-RAG', 'self-rag', ADA),
  rag('MemGPT (Letta)', 'letta-insert', SMALL),
  agent('MIRIX (4o-mini)', 'mirix'),
  agent('MIRIX (4.1-mini)', 'mirix', 'gpt-4.1-mini'),
];

/**
 * Tokens that the published code leaves of a model’s window for a request and its answer.
 * Source: its configs, limit − buffer.
 */
const PUBLISHED_WINDOWS: Readonly<Record<string, number>> = {
  'gpt-4o': 124_000,
  'gpt-4o-mini': 124_000,
  'gpt-4.1-mini': 990_000,
  'gemini-2.0-flash': 850_000,
  'claude-3-7-sonnet-20250219': 173_000,
};
const BUFFER = 4_000;

/** @param contextTokens  Of the catalogue; absent: 128,000 is assumed. */
export function requestWindow(model: string, contextTokens = 128_000): number {
  return PUBLISHED_WINDOWS[model] ?? contextTokens - BUFFER;
}

/** What the paper says that a query costs in dollars; `max`: it says less than that. */
export interface PaperCost {
  readonly line: string;
  readonly dataset: string;
  readonly usd: number;
  readonly isBound?: true;
}

const FOUR = ['ruler_qa2_421K', 'icl', 'detective_qa', 'factconsolidation_sh_262k'] as const;

function costs(line: string, usd: readonly number[], bounds: readonly number[] = []): PaperCost[] {
  return FOUR.map((dataset, at) => ({
    ...{ line, dataset, usd: usd[at] as number },
    ...(bounds.includes(at) ? { isBound: true } : {}),
  }));
}

/**
 * Table 17 of the paper: MH, MCC, Det, FC-SH, with prompt caching and without embeddings, at prices
 * of November 2025 that still hold.
 */
export const PAPER_COSTS: readonly PaperCost[] = [
  ...costs('GPT-4o-mini (128K)', [0.01, 0.008, 0.01, 0.01]),
  ...costs('GPT-4.1-mini (1M)', [0.043, 0.011, 0.013, 0.027]),
  ...costs('BM25', [0.001, 0.006, 0.006, 0.001], [0, 3]),
  ...costs('MIRIX (4.1-mini)', [0.016, 0.01, 0.011, 0.019]),
];

/** What the paper measured a query to take, in seconds. */
export interface PaperLatency {
  readonly line: string;
  readonly dataset: string;
  readonly seconds: number;
}

function seconds(line: string, multiHop: number, longMemEval: number): PaperLatency[] {
  return [
    { line, dataset: 'ruler_qa2_421K', seconds: multiHop },
    { line, dataset: 'longmemeval_s*', seconds: longMemEval },
  ];
}

/** Tables 11 and 12 (there chunks of 512 tokens where the dataset has such), MH-QA and LME. */
export const PAPER_LATENCIES: readonly PaperLatency[] = [
  ...seconds('GPT-4o (128K)', 17, 20.1),
  ...seconds('GPT-4o-mini (128K)', 4.9, 5.4),
  ...seconds('GPT-4.1-mini (1M)', 9, 7.4),
  ...seconds('Gemini-2.0-Flash (1M)', 12.4, 10.1),
  ...seconds('Claude-3.7-Sonnet (200K)', 23.3, 22.7),
  ...seconds('BM25', 0.47, 1.1),
  ...seconds('Text-Embed-3-Large', 0.46, 0.62),
  ...seconds('RAPTOR', 0.41, 0.6),
  ...seconds('GraphRAG', 12.8, 7),
  ...seconds('HippoRAG-v2', 0.71, 1.5),
  // These two with chunks of 4,096.
  ...seconds('Mem0', 0.65, 1.7),
  ...seconds('Cognee', 4.8, 4.1),
  ...seconds('Self-RAG', 3.1, 0.82),
  ...seconds('MemGPT (Letta)', 9.4, 11.7),
  ...seconds('MIRIX (4.1-mini)', 16.9, 9.2),
];
