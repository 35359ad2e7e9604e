import type { Phase } from '../contracts/memory-method.ts';
import type { ObjectRef, PhaseCost } from '../contracts/records.ts';
import type { BlobStore } from '../contracts/store.ts';
import type { RunId } from '../core/ids.ts';
import { phaseCosts } from './phase-costs.ts';
import { readSealedAttempts } from './sealed-calls.ts';

/** By phase; absent: nothing was asked in it. */
export type PhaseCosts = Partial<Record<Phase, PhaseCost>>;

/**
 * The costs of a committed unit with one run's own payments: a unit that several runs share may
 * have been begun by one of them and finished by another.
 */
export async function ownCosts(
  store: BlobStore,
  runId: RunId,
  { cost, calls }: { readonly cost: PhaseCosts; readonly calls: ObjectRef },
): Promise<PhaseCosts> {
  const attempts = wasFree(cost) ? [] : await readSealedAttempts(store, calls);
  const paid = phaseCosts({
    uses: [],
    attempts: attempts.filter((attempt) => attempt.runId === runId),
  });
  return Object.fromEntries(
    Object.entries(cost).map(([phase, sums]) => {
      const { paidPicoUsd, unknownPicoUsd, unknownAttempts } = paid[phase as Phase] ?? NOTHING_PAID;
      return [phase, { ...sums, paidPicoUsd, unknownPicoUsd, unknownAttempts }];
    }),
  );
}

/** Nobody has paid for it, or may have: its attempts would add nothing. */
function wasFree(cost: PhaseCosts): boolean {
  return Object.values(cost).every(
    ({ paidPicoUsd, unknownPicoUsd, unknownAttempts }) =>
      paidPicoUsd === '0' && unknownPicoUsd === '0' && unknownAttempts === 0,
  );
}

const NOTHING_PAID = { paidPicoUsd: '0', unknownPicoUsd: '0', unknownAttempts: 0 };
