import type { AccountState, RunMoney, StoredReply, UnitCalls } from '../../contracts/gateway.ts';
import type { RoomNews, RoomNewsAnswer } from '../../contracts/limits.ts';
import type { MeasuredUsage } from '../../contracts/measured-usage.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import type { Usage } from '../../contracts/model.ts';
import type { LedgerSpending, PriceSample, SpendingFilter } from '../../contracts/spending.ts';
import type { CallKey, RunId, UnitId } from '../../core/ids.ts';
import type { PicoUsd } from '../../core/money.ts';
import type { Account, Amount, Balance } from './accounts.ts';
import type { BatchAtVendor, Fenced, TakenBatch } from './batch-protocol.ts';
import type { Shortage } from './budget-room.ts';
import type { ExportPage, ExportPageRequest } from './tools/export.ts';
import type { ImportEntries, ImportedCounts } from './tools/import-entries.ts';
import type { PrunableCalls } from './tools/prune.ts';
import type { LedgerStat } from './tools/stat.ts';
import type { AccountDifference, CallsCheck } from './tools/verify.ts';

/** What is asked of the ledger, and what it answers. All of it is plain data. */

/**
 * Where a call stands in the work: `path` is logical, so the same question and step give the same
 * path.
 */
export interface CallSite {
  readonly runId: RunId;
  readonly unitId: UnitId;
  readonly dataset: string;
  readonly phase: Phase;
  readonly path: string;
}

export interface ClaimRequest {
  readonly key: CallKey;
  readonly site: CallSite;
  /** The most that this attempt can come to. */
  readonly worst: Amount;
  /** What it is counted for; none may pass its limit. */
  readonly accounts: readonly Account[];
  /** A reply older than this may not be used, but by the run that bought it; undefined: any age. */
  readonly replyAgeMsMax: number | undefined;
  /**
   * Go on where the journal has another key for this path; else the claim is answered `diverged`.
   */
  readonly acceptDiverged: boolean;
  /** The request's text, where the user wishes it to be stored. */
  readonly requestParts: readonly string[] | undefined;
}

export type ClaimAnswer =
  /** The reply is in the ledger. */
  | { readonly kind: 'hit'; readonly reply: StoredReply; readonly diverged: boolean }
  /** A durable intent stands in the ledger: send now, then settle or fail this attempt. */
  | {
      readonly kind: 'granted';
      readonly attempt: number;
      readonly diverged: boolean;
      /** Attempts of dead processes on this key, now outcome unknown. */
      readonly unknown: number;
    }
  /** Another live process is buying this call. */
  | { readonly kind: 'wait'; readonly owner: string }
  /** It waits in a batch whose owner is this process, or is gone. */
  | { readonly kind: 'in-batch'; readonly batch: number; readonly route: string }
  /** The reply is too old for another run. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'diverged'; readonly recorded: string }
  | ({ readonly kind: 'over-budget' } & Shortage)
  /** The same run has tried in the same epoch and was refused for good. */
  | { readonly kind: 'failed-before'; readonly code: string; readonly message: string };

/** The answer to a look without a purchase; `free`: nobody has it or is buying it. */
export type LookUpAnswer =
  | Exclude<ClaimAnswer, { kind: 'granted' | 'over-budget' }>
  | { readonly kind: 'free' };

/** Calls that are to be handed in together. */
export interface NewBatch {
  /** Of this batch alone, at all vendors. */
  readonly tag: string;
  readonly route: string;
  readonly model: string;
  readonly claims: readonly ClaimRequest[];
}

export interface OpenedBatch {
  /** Undefined where no claim was granted. Its fence is 1. */
  readonly batch: number | undefined;
  /** To each claim, in order. */
  readonly answers: readonly ClaimAnswer[];
}

export interface Settlement {
  readonly attempt: number;
  readonly reply: StoredReply;
  readonly usage: Usage;
  readonly costPicoUsd: PicoUsd;
  readonly latencyMs: number;
  readonly servedBy: string;
  /** Its name; that of the same key may differ between two runs. */
  readonly route: string;
  readonly reportedModel: string | undefined;
}

export interface Failure {
  readonly attempt: number;
  /**
   * `unknown`: it may have been served and billed (time-out, cut body); else nothing was bought.
   */
  readonly outcome: 'error' | 'unknown';
  readonly code: string;
  readonly message: string;
  /** The call will not be tried again in this epoch. */
  readonly final: boolean;
  /** This process will not send the call again by itself, so others need not wait for it. */
  readonly givesUp: boolean;
  readonly latencyMs: number;
  /** Over which it was sent; absent where it was not. */
  readonly route: string | undefined;
}

export interface OpenAnswer {
  readonly hashKey: Uint8Array;
  /** This process in the ledger. */
  readonly owner: string;
}

/** What stands in the journal at one place, but for the reply. */
export interface JournalledCall {
  readonly path: string;
  readonly usage: Usage;
  /** When the request was sent that bought it. */
  readonly sentMs: number;
}

/** Every operation of the ledger: name → [request, answer]. */
export interface LedgerOperations {
  lookUp: [ClaimRequest, LookUpAnswer];
  peek: [ClaimRequest, LookUpAnswer];
  claim: [ClaimRequest, ClaimAnswer];
  /** Answers the call's reply: that of another process, where it was faster. */
  settle: [Settlement, StoredReply];
  /** Several that one request has brought: all of them, or none. */
  settleTogether: [readonly Settlement[], readonly StoredReply[]];
  fail: [Failure, undefined];
  /** Calls of this process that it will not send (again): others need not wait for them. */
  giveUp: [{ keys: readonly string[] }, undefined];
  /** Answers what stands: the length that the first vector of this embedder had. */
  vectorLength: [{ embedder: string; length: number }, number];
  startRun: [{ runId: RunId; newEpoch: boolean }, RunMoney];
  runMoney: [{ runId: RunId }, RunMoney];
  unitCalls: [{ unitId: UnitId }, UnitCalls];
  callsAt: [{ unitId: UnitId; path: string }, readonly JournalledCall[]];
  bought: [{ key: string }, { readonly usage: Usage; readonly runId: string } | undefined];
  /** Of each account, in order. */
  balances: [{ accounts: readonly string[] }, readonly Balance[]];
  accountState: [{ account: string }, AccountState];
  forget: [{ dataset: string }, { calls: number }];
  /** One exchange with the limits of a server (`src/contracts/limits.ts`). */
  rooms: [RoomNews, RoomNewsAnswer];
  stat: [undefined, LedgerStat];
  /** What calls of all runs but one came to. */
  usage: [{ exceptRun: string }, readonly MeasuredUsage[]];
  /** All that was sent, in sums; see `Spending`. */
  spending: [SpendingFilter, readonly LedgerSpending[]];
  priceSamples: [SpendingFilter, readonly PriceSample[]];
  /** Of all runs that the ledger has heard of, sorted. */
  runIds: [undefined, readonly string[]];
  exportPage: [ExportPageRequest, ExportPage];
  openAttempts: [undefined, number];
  adoptKey: [KeyOffer, 'same' | 'adopted' | 'differs'];
  importEntries: [ImportEntries, ImportedCounts];
  prunable: [{ committed: ReadonlySet<string> }, PrunableCalls];
  prune: [{ keys: readonly string[] }, undefined];
  checkCalls: [undefined, CallsCheck];
  checkAccounts: [{ repair: boolean }, readonly AccountDifference[]];
  openBatch: [NewBatch, OpenedBatch];
  resubmitBatch: [Fenced, boolean];
  recordBatch: [Fenced & { batchId: string }, boolean];
  takeBatch: [{ batch: number }, TakenBatch];
  closeBatch: [Fenced, undefined];
  knownBatches: [{ route: string }, readonly string[]];
  batchesAtVendors: [{ runId: string }, readonly BatchAtVendor[]];
  heartbeat: [undefined, undefined];
}

/** The key of another ledger's hashes. */
export interface KeyOffer {
  /** Absent where the file does not hold it. */
  readonly hashKey: Uint8Array | undefined;
  readonly fingerprint: string;
}

/** What a database does for itself, outside of transactions. */
export interface LedgerUpkeep {
  /** Bytes that the ledger takes on the disk of its database. */
  size: number;
  /** Gives the room of what was deleted back to the disk. */
  compact: undefined;
  /** What the database finds wrong with its own files. */
  integrity: readonly string[];
}
export type UpkeepName = keyof LedgerUpkeep;

export type OperationName = keyof LedgerOperations;
