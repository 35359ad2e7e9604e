import type { FidelityVerdict, IntervalReport } from './report.ts';

/** How each score of a run relates to the published one. Scores lie in [0, 1]. */
export interface FidelityReport {
  readonly v: 1;
  readonly runId: string;
  readonly name: string;
  /** Where the published scores stand. */
  readonly source: string;
  readonly cells: readonly CellFidelity[];
  readonly scorer: ScorerProof;
  /** What a reader must know, as full sentences. */
  readonly notes: readonly string[];
}

/** One cell beside what was published of it. */
export interface CellFidelity {
  readonly cellId: string;
  /** As people call it: `bm25 (current) topK=5`. */
  readonly name: string;
  readonly dataset: string;
  readonly metric: string;
  /** Absent where the cell is blank. */
  readonly score?: IntervalReport;
  /** The published score whose settings are nearest; absent where there is none. */
  readonly published?: PublishedValue;
  /** Further ones, at another top-k or chunk size. */
  readonly others: readonly PublishedValue[];
  readonly verdict: FidelityVerdict;
  /** Why it cannot be compared; only of `not-comparable`. */
  readonly obstacles: readonly string[];
  /** Settings that differ without being in the way of a comparison. */
  readonly differences: readonly string[];
  /** What may explain a difference, the likeliest first; only of `differs`. */
  readonly causes: readonly string[];
  /** Ours less the published score; only where they were compared. */
  readonly gap?: {
    readonly difference: number;
    /** Gaps up to this are as good as none: 1.96 standard errors of both scores together. */
    readonly within: number;
  };
}

/** A score of the paper. */
export interface PublishedValue {
  readonly table: string;
  /** As the paper names the method. */
  readonly name: string;
  readonly reader: string;
  readonly score: number;
  readonly topK?: number;
  readonly chunkTokens: number;
}

/** Our scorers held against replies that the published code has scored. */
export interface ScorerProof {
  readonly replies: number;
  readonly equal: number;
}
