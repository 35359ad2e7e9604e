import type { CellReport, PairReport, RunReport } from './report.ts';

/** Two runs side by side: what changed from the one before to the one after. */
export interface RunComparison {
  readonly v: 1;
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** One for every cell that has its like in the other run. */
  readonly changes: readonly CellChange[];
  /** Cells without their like, for people: `bm25 (current) on open_fact_sh_6k`. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
  /** What the runs were told differently. */
  readonly settings: readonly SettingChange[];
  /** Why some numbers must not be compared, as full sentences. */
  readonly warnings: readonly string[];
}

/** What a comparison says of a run. */
export type ComparedRun = Pick<
  RunReport,
  'runId' | 'name' | 'createdAt' | 'state' | 'data' | 'reader' | 'versions'
>;

/** The same question asked of two runs: one cell of each. */
export interface CellChange {
  readonly dataset: string;
  readonly before: CellReport;
  readonly after: CellReport;
  /** Its `first` is the cell after, its `second` the one before: a gain is positive. */
  readonly paired: PairReport;
  /** Questions that were wrong and are right, and the other way round; in the order of the data. */
  readonly won: readonly ChangedQuestion[];
  readonly lost: readonly ChangedQuestion[];
}

/** A question whose outcome changed. */
export interface ChangedQuestion {
  readonly questionId: string;
  readonly question: string;
  readonly accepted: readonly string[];
  /** Of the first trial. */
  readonly answerBefore: string;
  readonly answerAfter: string;
}

/** One setting with two values; absent where a run does not have it. */
export interface SettingChange {
  /** `reader.temperature`, `methods[bm25 (current)].options.topK`. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}
