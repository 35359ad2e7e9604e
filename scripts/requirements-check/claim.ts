import type { Catalogue } from '../../src/cost/catalogue/catalogue.ts';

/** What can be said of a claim. */
export const VERDICTS = [
  'consistent',
  'arithmetic off',
  'price stale or wrong',
  'assumption unclear',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One numeric claim of the requirements document, and how it is worked out anew. */
export interface Claim {
  /** Its subsection and a letter, in the order of the text: `4.1.1-i`. */
  readonly id: string;
  /** Of the document, from 1. */
  readonly line: number;
  /** A part of that line, in the document's language. */
  readonly quote: string;
  readonly what: string;
  /** What the document says, as `parseStated` reads it: `120..150 USD a month`. */
  readonly stated: string;
  readonly check: Check;
}

/**
 * Works a claim out from the catalogue alone.
 * @throws {MabError} PRICE_MISSING or MACHINE_UNKNOWN: then nothing can be said of the claim.
 */
export type Check = (catalogue: Catalogue) => Finding;

/** One recomputed value, or range of values, with the formula that made it. */
export interface Item {
  /** Which of several it is: a machine, a case. */
  readonly label?: string;
  /** With its numbers filled in; the value itself is added where it is shown. */
  readonly formula: string;
  readonly low: number;
  readonly high: number;
}

export interface Recomputed {
  readonly kind: 'recomputed';
  /** Whether a price or a vendor's fact was looked up, or something was computed. */
  readonly basis: 'listed' | 'worked';
  /** All of them have to agree with what is stated, in the order of a stated list. */
  readonly items: readonly Item[];
  /** One of the items is enough: the document says "some". */
  readonly some?: boolean;
  /** The same with the prices that the document states elsewhere. */
  readonly withStatedPrices?: Item;
  /** What is not sold any more on the day of the prices. */
  readonly retired?: { readonly name: string; readonly on: string };
  /** Where a listed value comes from. */
  readonly source?: string;
  readonly note?: string;
  /** What the difference costs in dollars a month, where the stated unit does not say it. */
  readonly usdAMonth?: number;
}

export type Finding =
  | Recomputed
  /** Nothing here can decide it, and why. */
  | { readonly kind: 'unverifiable'; readonly because: string };
