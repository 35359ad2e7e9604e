import type { PicoUsd } from '../core/money.ts';
import type { Spending } from './spending.ts';

/** By what spending can be told apart. */
export const SPENT_BY = [
  'run',
  'cell',
  'method',
  'dataset',
  'phase',
  'model',
  'route',
  'lane',
  'day',
  'tag',
  'member',
  'outcome',
] as const;
export type SpentBy = (typeof SPENT_BY)[number];

/** What spending is called in each of them. A name in parentheses stands for none: `(no tag)`. */
export type SpentNames = Readonly<Record<SpentBy, string>>;

/** What work would cost alone, replies that were not bought again included. */
export interface Standalone {
  readonly picoUsd: PicoUsd;
  /** To language models. */
  readonly calls: number;
}

/** A cell's questions, where its run is still there. */
export interface AnswerCounts {
  readonly answered: number;
  /** Of those, with at least half the marks. Absent as long as a context is not done. */
  readonly right?: number;
}

/** What was spent under some names: a line of a table, or the total. */
export interface CostLine extends Spending {
  /** In the order of `by`; empty for the total. */
  readonly names: readonly string[];
  /** Of all that was paid, from 0 to 1; 0 where nothing was. */
  readonly share: number;
  /**
   * Absent where it cannot be told apart so (who paid, when, over which route is a matter of what
   * was paid), and where only some days are asked for. Never to be added to what was paid.
   */
  readonly standalone?: Standalone;
  /** Of cells only. */
  readonly answers?: AnswerCounts;
}

/** Lines that add up to the total. */
export interface CostTable {
  readonly by: readonly SpentBy[];
  /** What cost most first; days and outcomes in their own order. */
  readonly lines: readonly CostLine[];
}

/** What was spent: `mab cost`. */
export interface CostReport {
  readonly v: 1;
  /** Ids, sorted; absent: all of the workspace. */
  readonly runs?: readonly string[];
  /** Days in UTC, both included: `2026-11-24`. */
  readonly since?: string;
  readonly until?: string;
  readonly currency: 'USD';
  readonly total: CostLine;
  readonly tables: readonly CostTable[];
  /** What a reader must know, as full sentences. */
  readonly notes: readonly string[];
}
