import type { PicoUsd } from '../core/money.ts';
import type { Phase } from './memory-method.ts';

/**
 * What a run will cost, told before its first call. Nothing in it stems from the run that it
 * predicts.
 */

/** A number that is not known yet: nine in ten runs are meant to end between low and high. */
export interface Guess {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** The same for money. */
export interface MoneyGuess {
  readonly low: PicoUsd;
  readonly expected: PicoUsd;
  readonly high: PicoUsd;
}

/** Calls and tokens of some work that the ledger does not have. */
export interface WorkGuess {
  /** To language models. */
  readonly calls: Guess;
  readonly embeddedTexts: Guess;
  readonly uncachedTokens: Guess;
  /** Read from the vendor’s prompt cache. */
  readonly cachedTokens: Guess;
  readonly cacheWriteTokens: Guess;
  readonly outputTokens: Guess;
  readonly embeddedTokens: Guess;
  /** Undefined where a price is missing: never zero. */
  readonly money: MoneyGuess | undefined;
}

/** Where the numbers of a cell stem from. */
export type EstimateBasis =
  /** The method was walked over the data with stand-ins for replies. */
  | 'walk'
  /** Its formula, over counts of the rows. */
  | 'formula';

/** One cell of a run, before it is run. */
export interface CellEstimate {
  readonly cellId: string;
  readonly method: string;
  readonly profile: string;
  readonly dataset: string;
  readonly contexts: number;
  readonly questions: number;
  readonly basis: EstimateBasis;
  /** Units that are done already: they cost nothing. */
  readonly unitsDone: number;
  readonly phases: Readonly<Partial<Record<Phase, WorkGuess>>>;
  readonly total: WorkGuess;
  /** What it would cost with an empty ledger. */
  readonly standalone: MoneyGuess | undefined;
}

/** What one way of saving is worth in this run; undefined where it is not to be had. */
export interface Savings {
  /** What is paid already, and not paid again. */
  readonly ledger: PicoUsd | undefined;
  /** Of the vendor’s prompt cache, against the same run without. */
  readonly promptCaching: PicoUsd | undefined;
  /** Of `lane: batch`, against `lane: live`. */
  readonly batchLane: PicoUsd | undefined;
}

/** Machines that a run is spread over. */
export interface MachinesEstimate {
  readonly provider: string;
  readonly type: string;
  readonly count: number;
  readonly market: 'on-demand' | 'spot' | 'reserved-1y' | 'reserved-3y';
  readonly hours: Guess;
  readonly money: MoneyGuess;
}

/** What a run leaves behind. */
export interface StorageEstimate {
  readonly bytes: Guess;
  /** A month of it; undefined where nothing was said of where it is kept. */
  readonly moneyPerMonth: MoneyGuess | undefined;
}

/** All that is known of a run’s cost before its first call. */
export interface RunEstimate {
  readonly v: 1;
  /** Undefined for an estimate without a configuration. */
  readonly runId: string | undefined;
  readonly name: string;
  readonly model: string;
  readonly cells: readonly CellEstimate[];
  readonly total: WorkGuess;
  readonly savings: Savings;
  /** Seconds under the limits that are configured. */
  readonly wallSeconds: Guess;
  readonly storage: StorageEstimate;
  readonly machines: MachinesEstimate | undefined;
  /** What measured usage of earlier runs went into it: `42 replies of gpt-4o-mini on eventqa`. */
  readonly measured: readonly string[];
  /** Ids of the price rows that went into it. */
  readonly prices: readonly string[];
  readonly warnings: readonly string[];
}
