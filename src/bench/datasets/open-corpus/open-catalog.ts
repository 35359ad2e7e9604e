import type { DatasetListing } from '../../../contracts/dataset.ts';
import type { DatasetEntry } from '../dataset-entry.ts';

/** Raised whenever the same id and seed may give another text; part of the source's label. */
export const OPEN_CORPUS_VERSION = 1;

/** What a dataset of the open corpus asks for. */
export type OpenTask = 'fact-sh' | 'fact-mh' | 'retrieval';

/** One dataset of the open corpus before it is generated. */
export interface OpenDataset {
  readonly id: string;
  readonly task: OpenTask;
  /** Length of the context in o200k tokens; the generators keep within 3 % of it. */
  readonly contextTokens: number;
}

/** Questions of each dataset of the open corpus; 6,000 tokens hold them too. */
export const OPEN_QUESTIONS = 100;

const SIZES = { '6k': 6_000, '32k': 32_000, '64k': 64_000, '262k': 262_000 } as const;

const TASKS: readonly { readonly name: string; readonly task: OpenTask }[] = [
  { name: 'open_fact_sh', task: 'fact-sh' },
  { name: 'open_fact_mh', task: 'fact-mh' },
  { name: 'open_retrieval', task: 'retrieval' },
];

/** All datasets of the open corpus: `open_fact_sh_6k` … `open_retrieval_262k`. */
export const OPEN_DATASETS: readonly OpenDataset[] = TASKS.flatMap(({ name, task }) =>
  Object.entries(SIZES).map(([size, contextTokens]) => ({
    id: `${name}_${size}`,
    task,
    contextTokens,
  })),
);

/**
 * Their catalogue entries. They borrow prompts and metric from the MemoryAgentBench family that
 * has the same form. Chunks have 512 tokens: with ten chunks of 4,096 retrieved, the smaller
 * contexts would be read whole and nothing about retrieval be learned.
 */
export const OPEN_CORPUS_ENTRIES: readonly DatasetEntry[] = OPEN_DATASETS.map(({ id, task }) => ({
  id,
  competency: task === 'retrieval' ? 'accurate-retrieval' : 'conflict-resolution',
  family: task === 'retrieval' ? 'ruler-qa' : 'fact-consolidation',
  origin: 'open-corpus',
  maxOutputTokens: task === 'retrieval' ? 50 : 20,
  chunkTokens: 512,
  paperChunkTokens: 512,
  primaryMetric: 'substring_exact_match',
  rows: 1,
  questions: OPEN_QUESTIONS,
  supported: true,
}));

/** What `list()` of the open corpus shows. */
export const OPEN_LISTINGS: readonly DatasetListing[] = OPEN_CORPUS_ENTRIES.map(
  ({ id, competency, rows, questions }) => ({ dataset: id, competency, rows, questions }),
);
