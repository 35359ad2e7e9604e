import { openWorkspace } from '../workspace.ts';
import { exportLedger } from './export-ledger.ts';
import { importLedger } from './import-ledger.ts';
import type { LedgerCommands, LedgerReport } from './ledger-contract.ts';
import { pruneLedger } from './prune-ledger.ts';
import { useLedger } from './use-ledger.ts';
import { verifyLedger } from './verify-ledger.ts';

async function stat(folder: string): Promise<LedgerReport> {
  await using workspace = await openWorkspace(folder, { create: false });
  const { ledger, place } = workspace;
  const bytes = await ledger.upkeep('size');
  return { ledger: place.ledger, bytes, ...(await ledger.perform('stat', undefined)) };
}

/** What `mab ledger` asks for. */
export const ledgerCommands: LedgerCommands = {
  stat,
  use: useLedger,
  export: exportLedger,
  import: importLedger,
  prune: pruneLedger,
  verify: verifyLedger,
};
