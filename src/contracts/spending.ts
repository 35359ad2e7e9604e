import type { PicoUsd } from '../core/money.ts';
import type { Phase } from './memory-method.ts';

/** What was spent, as the ledger adds it up and as the meter shows it. */

/** What became of a send; `imported`: it was made, and paid for, in another ledger. */
export const SEND_OUTCOMES = ['reply', 'error', 'unknown', 'open', 'imported'] as const;
export type SendOutcome = (typeof SEND_OUTCOMES)[number];

/** The kinds of tokens that have a price of their own; `output` has reasoning in it. */
export const TOKEN_KINDS = ['uncached', 'cached', 'cacheWrite', 'output', 'embedded'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** Tokens that replies were billed for; `reasoning` is a part of `output`. */
export type SpentTokens = Readonly<Record<TokenKind | 'reasoning', number>>;

/** What some sends have come to. */
export interface Spending {
  /** How many sends had which outcome; together all of them. */
  readonly sends: Readonly<Record<SendOutcome, number>>;
  /** Each send once, for its first payer. */
  readonly paidPicoUsd: PicoUsd;
  /** The worst case of sends whose outcome nobody will ever know; no part of `paidPicoUsd`. */
  readonly unknownPicoUsd: PicoUsd;
  /** What is reserved for sends that are under way, likewise. */
  readonly openPicoUsd: PicoUsd;
  /** Paid in another ledger, likewise. */
  readonly importedPicoUsd: PicoUsd;
  /** Of the replies that were paid here. */
  readonly tokens: SpentTokens;
}

/** Sends of the ledger that have all of this in common. */
export interface LedgerSpending extends Spending {
  readonly runId: string;
  readonly unitId: string;
  readonly phase: Phase;
  /** Days since 1970, UTC, of when they were sent. */
  readonly day: number;
  readonly outcome: SendOutcome;
  readonly lane: string;
  /** Absent where nothing came back, and in old ledgers. */
  readonly route: string | undefined;
  readonly servedBy: string | undefined;
  readonly model: string | undefined;
  /** What they are counted for: `run:…`, `cell:…`, `tag:…`, `member:…`, `month:…`. */
  readonly accounts: readonly string[];
}

/** Replies with the same price, by which its kinds of tokens can be told. */
export interface PriceSample {
  /** As of the sends that were counted: what has the same price. */
  readonly price: PriceName;
  readonly tokens: SpentTokens;
  readonly paidPicoUsd: PicoUsd;
}

export type PriceName = Pick<LedgerSpending, 'runId' | 'lane' | 'route' | 'servedBy' | 'model'>;

/** Which sends are meant. */
export interface SpendingFilter {
  /** Absent: all. */
  readonly runIds?: readonly string[] | undefined;
  /** Days since 1970, UTC: the first. */
  readonly since?: number | undefined;
  /** The last, itself included. */
  readonly until?: number | undefined;
}
