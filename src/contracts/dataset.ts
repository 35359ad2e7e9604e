/**
 * What is measured: a dataset has contexts, a context is one long text with its questions.
 * Readers (parquet folder, open corpus) produce these; chunkers, methods and metrics consume them.
 */

/** The four competencies of MemoryAgentBench. */
export type Competency =
  | 'accurate-retrieval'
  | 'test-time-learning'
  | 'long-range-understanding'
  | 'conflict-resolution';

/** One question on a context. */
export interface Question {
  /** Unique over everything: `<contextId>/q<index>`. The published `qa_pair_id` is not unique. */
  readonly id: string;
  /** Position in the row, from 0. */
  readonly index: number;
  /** As the dataset has it, before any prompt is put around it. */
  readonly text: string;
  /** Accepted answers, at least one. */
  readonly answers: readonly string[];
  readonly qaPairId?: string;
  /**
   * Passages of the context that settle the question, word for word, where the dataset knows them
   * (the open corpus does). Seen by the oracle only.
   */
  readonly evidence?: readonly string[];
  /** The dataset's own kind of question, where it has one: decides how a judge marks it. */
  readonly type?: string;
  /** The dataset's own id of the question; LongMemEval's end in `_abs` where no answer is right. */
  readonly sourceId?: string;
  /** When it is asked, as the dataset writes it. */
  readonly date?: string;
  /** What a summary has to mention. Seen by judges only. */
  readonly keypoints?: readonly string[];
}

/**
 * Where rows come from, shown in every output.
 * `published`: hash-equal to a row known to be the benchmark's own. `rebuilt`: made again from the
 * named sources by the same procedure. `partial` and `stand-in`: never the benchmark's own score.
 * `unverified`: nobody has compared it. `open-corpus`: generated here. `locomo`, `longmemeval`: of
 * these other benchmarks. `own-data`: a user's. These four are not MemoryAgentBench.
 */
export type RowStatus =
  | 'published'
  | 'rebuilt'
  | 'partial'
  | 'stand-in'
  | 'unverified'
  | 'open-corpus'
  | 'locomo'
  | 'longmemeval'
  | 'own-data';

/** The things that a recommendation may name; the accepted answers are ids of this table. */
export interface ItemTable {
  /** Unique. */
  readonly ids: readonly string[];
  /** As many, in the same order: `names[n]` is what people call `ids[n]`. Not always unique. */
  readonly names: readonly string[];
}

/** One context with its questions: one row of a dataset. */
export interface ContextRow {
  /** The sub-dataset, for example `factconsolidation_sh_6k`: the row's `metadata.source`. */
  readonly dataset: string;
  readonly competency: Competency;
  /** `<dataset>#<n>`, n from 0 among the rows of this dataset. */
  readonly contextId: string;
  readonly context: string;
  /** Of `context` as UTF-8, hexadecimal. */
  readonly contextSha256: string;
  readonly questions: readonly Question[];
  readonly status: RowStatus;
  /** Only where answers are ids of items, as in recommendation. */
  readonly items?: ItemTable;
}

/** A place that rows can be read from, one row in memory at a time. */
export interface DatasetSource {
  /** For people: a folder, or `open corpus`. */
  readonly label: string;
  /** The datasets that this source holds, with the number of rows and questions. */
  list(): Promise<readonly DatasetListing[]>;
  /**
   * The rows of one dataset, in file order.
   * @throws {MabError} DATASET_UNKNOWN, ROW_INVALID, DATA_UNREADABLE.
   */
  rows(dataset: string): AsyncIterable<ContextRow>;
}

/** One dataset of a source, as it can be listed without reading its contexts. */
export interface DatasetListing {
  readonly dataset: string;
  readonly competency: Competency;
  readonly rows: number;
  readonly questions: number;
}
