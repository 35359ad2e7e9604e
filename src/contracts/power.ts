import type { PairReport } from './report.ts';

/**
 * What it would take to tell the methods of a run apart. Differences lie in [-1, 1], money is a
 * decimal string of pico-dollars.
 */
export interface PowerReport {
  readonly v: 1;
  readonly runId: string;
  readonly name: string;
  /** Of finding a difference that is there. */
  readonly power: number;
  /** Of a false finding among all pairs of a dataset. */
  readonly level: number;
  /** The size that was asked for; absent: the one that each pair shows today. */
  readonly difference?: number;
  readonly pairs: readonly PowerOfPair[];
  /** What a reader must know, as full sentences. */
  readonly notes: readonly string[];
}

/** One pair of methods on one dataset: what it can find today, and what it would need. */
export interface PowerOfPair {
  /** As in the report: the better one first. */
  readonly pair: PairReport;
  /** Paired today. */
  readonly contexts: number;
  readonly need: PowerNeed;
}

/** `decided`: nothing more is needed. `unknown`: no number can be told, for this reason. */
export type PowerNeed =
  | { readonly state: 'decided' }
  | { readonly state: 'unknown'; readonly reason: string }
  | {
      readonly state: 'more';
      /** In all, and beyond today's. */
      readonly questions: number;
      readonly moreQuestions: number;
      /** Contexts count where the interval is over contexts; else those of today are asked more. */
      readonly contexts: number;
      readonly moreContexts: number;
      /** Of both methods, with nothing in the ledger; absent: a price is not known. */
      readonly morePicoUsd?: string;
      /** What the complete dataset has; absent: nobody knows. */
      readonly held?: { readonly questions: number; readonly contexts: number };
      /** The complete dataset has as much. */
      readonly isThere?: boolean;
    };
