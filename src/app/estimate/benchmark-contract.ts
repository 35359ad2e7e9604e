import type { Guess, MoneyGuess, WorkGuess } from '../../contracts/estimate.ts';
import type { LineEstimate } from '../../cost/estimate/benchmark-estimate.ts';
import type { Confidence } from '../../cost/estimate/method-formula.ts';
import type { RowSet } from '../../cost/estimate/published-rows.ts';

export interface BenchmarkEstimateOptions {
  readonly set: RowSet;
  /** Ids of formulas; absent: the rows of the paper’s main table. */
  readonly methods?: readonly string[] | undefined;
  /** Of all methods but the paper’s long-context rows and those that name a model themselves. */
  readonly model?: string | undefined;
  readonly embedder?: string | undefined;
  /** Calls in flight. */
  readonly parallel: number;
}

/** What the whole benchmark will cost, from counts of its rows alone. */
export interface BenchmarkEstimate {
  readonly v: 1;
  readonly set: RowSet;
  readonly contexts: number;
  readonly questions: number;
  readonly contextTokens: number;
  readonly judge: string;
  readonly methods: readonly BenchmarkMethod[];
  /** Undefined where a method has no price. */
  readonly total: WorkGuess;
  /** Of those methods that have one. */
  readonly pricedMoney: MoneyGuess;
  readonly againstPaper: readonly AgainstPaper[];
  /** Ids of the price rows that went into it. */
  readonly prices: readonly string[];
  readonly warnings: readonly string[];
}

export interface BenchmarkMethod extends Omit<LineEstimate, 'cells'> {
  readonly title: string;
  readonly formula: string;
  readonly reader: string;
  /** `local`: on a machine of one’s own, which is not in the estimate. */
  readonly embedder: string | undefined;
  readonly confidence: Confidence;
}

/** A figure of the paper and ours, for one query. */
export interface AgainstPaper {
  readonly what: 'usd' | 'seconds';
  readonly title: string;
  readonly dataset: string;
  readonly paper: number;
  /** The paper says less than that. */
  readonly isBound: boolean;
  readonly ours: Guess;
}
