import type { BatchAtVendor } from '../gateway/ledger/batch-protocol.ts';

/** What a run waits for at vendors'. */
export interface WaitingSum {
  readonly batches: number;
  /** Of this run, in all of them. */
  readonly calls: number;
}

export function waitingSum(batches: readonly BatchAtVendor[]): WaitingSum {
  return {
    batches: batches.length,
    calls: batches.reduce((sum, { calls }) => sum + calls, 0),
  };
}
