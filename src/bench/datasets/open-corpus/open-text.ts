import type { ItemTable } from '../../../contracts/dataset.ts';

/** A question of the open corpus before it becomes a row's `Question`. */
export interface OpenQuestion {
  readonly text: string;
  /** At least one; more than one only where several things are right at once. */
  readonly answers: readonly [string, ...string[]];
  /** Word for word from the context; for several steps in their order. */
  readonly evidence: readonly string[];
}

/** What a generator gives: a context and what is asked about it. */
export interface OpenText {
  readonly context: string;
  readonly questions: readonly OpenQuestion[];
  /** Only where answers are ids of items. */
  readonly items?: ItemTable;
}
