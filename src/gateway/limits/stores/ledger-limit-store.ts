import type { LimitStore } from '../../../contracts/limits.ts';
import type { Ledger } from '../../ledger/ledger.ts';

/** Limits shared by all processes that share a ledger, which has to stay open meanwhile. */
export function createLedgerLimitStore(ledger: Pick<Ledger, 'perform'>): LimitStore {
  return {
    exchange: (news) => ledger.perform('rooms', news),
    close: async () => undefined,
  };
}
