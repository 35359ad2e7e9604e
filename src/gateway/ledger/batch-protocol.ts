/** What is asked of the ledger about batches, and what it answers. */

/** Who holds a batch: of two processes that believe so, the one with the higher fence. */
export interface Fenced {
  readonly batch: number;
  readonly fence: number;
}

export type TakenBatch =
  | {
      readonly kind: 'taken';
      readonly batch: number;
      readonly fence: number;
      readonly tag: string;
      readonly route: string;
      /** The vendor's, where it is known. */
      readonly batchId?: string;
      readonly createdMs: number;
      /** When it was handed in, or handed in again. */
      readonly submittedMs: number;
      /** All that were handed in. */
      readonly requests: number;
      /** Those that nothing is known of yet. */
      readonly items: readonly {
        readonly attempt: number;
        readonly item: string;
        /** Of its call. */
        readonly key: string;
      }[];
    }
  /** Its owner lives. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'closed' };

/** A batch that has not been collected, as a run sees it. */
export interface BatchAtVendor {
  readonly model: string;
  /** The vendor's; absent where a process died before it was known. */
  readonly batchId?: string;
  readonly createdMs: number;
  /** Of the run. */
  readonly calls: number;
}
