import type { Competency } from '../../contracts/dataset.ts';

/** Datasets of one family share prompts, answer parsing and metrics. */
export type DatasetFamily =
  | 'ruler-qa'
  | 'eventqa'
  | 'icl'
  | 'fact-consolidation'
  | 'longmemeval'
  | 'recsys'
  | 'infbench-sum'
  | 'detective-qa'
  | 'whole-corpus'
  | 'own-qa'
  | 'own-choice'
  | 'own-summary'
  | 'locomo';

/**
 * Whose dataset it is. `open-corpus`: generated here; `locomo`, `longmemeval`: files of these other
 * benchmarks; `own-data`: a user's.
 */
export type DatasetOrigin =
  | 'memoryagentbench'
  | 'open-corpus'
  | 'locomo'
  | 'longmemeval'
  | 'own-data';

/** What is known of a sub-dataset before any of its rows is read. */
export interface DatasetEntry {
  /** As in the rows' `metadata.source`, case and all: `ruler_qa1_197K`. */
  readonly id: string;
  readonly competency: Competency;
  readonly family: DatasetFamily;
  /** All but the first are never to be shown as MemoryAgentBench. */
  readonly origin: DatasetOrigin;
  /** Limit of an answer, in tokens. Source: `generation_max_length` of the reference's configs. */
  readonly maxOutputTokens: number;
  /** The same of the paper. Source: arXiv 2507.05257 v4, Table 14. */
  readonly paperMaxOutputTokens: number;
  /** Chunk size in o200k tokens. Source: the reference's configs; 512 for the open corpus. */
  readonly chunkTokens: number;
  /** Chunk size of the paper's main table. Source: arXiv 2507.05257 v4, Table 15. */
  readonly paperChunkTokens: number;
  /** The score that stands for the dataset in a comparison; `judge_…` comes from a judge. */
  readonly primaryMetric: string;
  /**
   * Rows and questions of the complete dataset; a local copy may hold fewer. Absent: nobody knows,
   * as of a user's own.
   */
  readonly rows?: number;
  readonly questions?: number;
}

/** A dataset whose size is known. */
export type SizedEntry = DatasetEntry & { readonly rows: number; readonly questions: number };
