import type { PicoUsd } from '../core/money.ts';
import type { MachineMeter } from './machine-meter.ts';
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

/** What is expected of a model where only its replies could tell. */
export interface Expectations {
  /** Tokens of a reply, reasoning included, on average. */
  output(call: ExpectedCall): Guess;
  /**
   * Share of what the vendor’s prompt cache could give that it does give in the long run, 0 to 1.
   * The luck of some calls is not in it.
   */
  cacheShare(call: ExpectedCacheUse): Guess;
  /** Sends that may be billed without a reply, for one reply. */
  lostPerReply(model: string): number;
  /** Billed input tokens for one token that was counted with o200k_base. */
  tokenRatio(model: string): Guess;
}

/** Calls of which the vendor's prompt cache could hold a part. */
export interface ExpectedCacheUse {
  /** The logical model. */
  readonly model: string;
  readonly lane: 'live' | 'batch';
}

/** A call of which the reply is not known. */
export interface ExpectedCall {
  /** The logical model. */
  readonly model: string;
  readonly dataset: string;
  readonly phase: Phase;
  /** As the method names it: `answer`. */
  readonly step: string;
  /** About how many calls like it there are. */
  readonly calls: number;
  /** Limit of the reply. */
  readonly maxOutputTokens: number;
}

/** What a walk has seen of calls that earlier runs have bought, and what they came to. */
export interface ObservedCalls {
  readonly replies: number;
  /** Counted with o200k_base. */
  readonly countedTokens: number;
  /** Billed, from the cache or not. */
  readonly billedTokens: number;
  /** Replies whose prompt the vendor's cache could have held in part. */
  readonly cacheableReplies: number;
  /** Of these, replies of which it held that part, or most of it. */
  readonly hits: number;
}

/** Tokens and money of some calls, if things go one way. */
export interface Bill {
  readonly uncachedTokens: number;
  readonly cachedTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly embeddedTokens: number;
  readonly picoUsd: PicoUsd;
}

/** The same calls, if all goes well, as expected, and badly. */
export interface BillRange {
  readonly low: Bill;
  readonly expected: Bill;
  readonly high: Bill;
}

/** The calls that a walk met in one phase of one cell. */
export interface WalkedWork {
  /** To language models, of those that have to be bought. */
  readonly calls: number;
  /** Of these: those that may wait for a batch. */
  readonly callsThatWait: number;
  readonly embeddedTexts: number;
  readonly live: BillRange;
  /** With all that can wait in the vendor's batch lane; as `live` where there is none. */
  readonly batch: BillRange;
  /** Expected, if nothing were read from or written to a prompt cache. */
  readonly uncached: { readonly live: PicoUsd; readonly batch: PicoUsd };
  /** Expected, of what was found in the ledger. */
  readonly ledgerPicoUsd: PicoUsd;
  /** Live, each reply at what it costs whoever buys it first, as the meter counts it. */
  readonly standalone: MoneyGuess;
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

/**
 * How long some of a run's calls take at least under the limits that are configured, in whole ms,
 * without the work of this machine and what a vendor's batches wait for.
 */
export interface TimeGuess {
  /** If no others were sent. */
  readonly aloneMs: Guess;
  /** Their part of the run's time. Those of all cells add up to it, as do those of all phases. */
  readonly shareMs: Guess;
}

/** One phase of a cell, or of a run. */
export interface PhaseEstimate extends WorkGuess {
  readonly time: TimeGuess;
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
  /** A floor or a ceiling, no method. */
  readonly controlArm: boolean;
  readonly dataset: string;
  readonly contexts: number;
  readonly questions: number;
  readonly basis: EstimateBasis;
  /** Units that are done already: they cost nothing. */
  readonly unitsDone: number;
  readonly phases: Readonly<Partial<Record<Phase, PhaseEstimate>>>;
  readonly total: WorkGuess;
  readonly time: TimeGuess;
  /** Whole bytes that it leaves behind. */
  readonly storageBytes: Guess;
  /** What it would cost with an empty ledger, as the meter counts it: with caches as they are. */
  readonly standalone: MoneyGuess | undefined;
}

/** What one way of saving is worth in this run; undefined where it is not to be had. */
export interface Savings {
  /** What is paid already, and not paid again. */
  readonly ledger: PicoUsd | undefined;
  /** Of the vendor’s prompt cache, against the same run without. */
  readonly promptCaching: PicoUsd | undefined;
  /** Of `lane: batch`, against `lane: live`; below zero where batches cost more. */
  readonly batchLane: PicoUsd | undefined;
}

/** Machines that a run is spread over. */
export interface MachinesEstimate {
  readonly provider: string;
  readonly type: string;
  readonly count: number;
  readonly market: MachineMeter;
  readonly hours: Guess;
  readonly money: MoneyGuess;
}

/** What a run leaves behind. */
export interface StorageEstimate {
  readonly bytes: Guess;
  /** Of these: what a run leaves once, whatever its cells are. */
  readonly fixedBytes: Guess;
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
  /** In which the calls are priced that can wait; undefined for an estimate of both. */
  readonly lane?: 'live' | 'batch';
  readonly cells: readonly CellEstimate[];
  /** Of all cells together. */
  readonly phases: Readonly<Partial<Record<Phase, PhaseEstimate>>>;
  readonly total: WorkGuess;
  readonly savings: Savings;
  /** Of all calls, as `TimeGuess` has it. */
  readonly wallMs: Guess;
  readonly storage: StorageEstimate;
  readonly machines: MachinesEstimate | undefined;
  /** What measured usage of earlier runs went into it: `42 replies of gpt-4o-mini on eventqa`. */
  readonly measured: readonly string[];
  /** What had to be assumed instead, and makes the range wide. */
  readonly assumed?: readonly string[];
  /** Ids of the price rows that went into it. */
  readonly prices: readonly string[];
  readonly warnings: readonly string[];
}
