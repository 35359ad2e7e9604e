import { accountState } from './account-states.ts';
import { type Balance, balance } from './accounts.ts';
import {
  batchesAtVendors,
  closeBatch,
  knownBatches,
  openBatch,
  recordBatch,
  resubmit,
  takeBatch,
} from './batches.ts';
import { readBought, readCallsAt } from './calls-at.ts';
import { claim, giveUpCalls, lookUp, peek } from './claims.ts';
import { fail, settle, settleTogether } from './outcomes.ts';
import { beat } from './owner.ts';
import type { LedgerOperations, OperationName } from './protocol.ts';
import { readRunMoney, readUnitCalls } from './readings.ts';
import { forgetDataset } from './requests.ts';
import { exchangeRooms } from './rooms.ts';
import { all, first, type Row, type Sql } from './sql.ts';
import { countOpenAttempts, exportPage } from './tools/export.ts';
import { adoptKey, importEntries } from './tools/import.ts';
import { pruneCalls, readPrunable } from './tools/prune.ts';
import { readPriceSamples, readRunIds, readSpending } from './tools/spending.ts';
import { readStat } from './tools/stat.ts';
import { readUsage } from './tools/usage.ts';
import { checkAccounts, checkCalls } from './tools/verify.ts';

/** Every operation, as work on whatever database the ledger stands in. */
export type Operations = {
  readonly [Name in OperationName]: (
    request: LedgerOperations[Name][0],
    nowMs: number,
  ) => Sql<LedgerOperations[Name][1]>;
};

/** @param owner  This process in the ledger. */
export function ledgerOperations(owner: string): Operations {
  return {
    lookUp: (request, nowMs) => lookUp(request, { owner, nowMs }),
    peek: (request, nowMs) => peek(request, { owner, nowMs }),
    claim: (request, nowMs) => claim(request, { owner, nowMs }),
    settle,
    settleTogether,
    fail,
    giveUp: ({ keys }) => giveUpCalls(keys, owner),
    vectorLength: standingLength,
    startRun,
    runMoney: ({ runId }) => readRunMoney(runId),
    unitCalls: ({ unitId }) => readUnitCalls(unitId),
    callsAt: readCallsAt,
    bought: readBought,
    balances,
    accountState: ({ account }) => accountState(account),
    forget: ({ dataset }) => forgetDataset(dataset),
    rooms: (news, nowMs) => exchangeRooms(news, { owner, nowMs }),
    stat: readStat,
    usage: readUsage,
    spending: readSpending,
    priceSamples: readPriceSamples,
    runIds: readRunIds,
    exportPage,
    openAttempts: countOpenAttempts,
    adoptKey,
    importEntries,
    prunable: ({ committed }) => readPrunable(committed),
    prune: ({ keys }, nowMs) => pruneCalls(keys, { owner, nowMs }),
    checkCalls,
    checkAccounts,
    openBatch: (request, nowMs) => openBatch(request, { owner, nowMs }),
    resubmitBatch: resubmit,
    recordBatch,
    takeBatch: (request, nowMs) => takeBatch(request, { owner, nowMs }),
    closeBatch,
    knownBatches,
    batchesAtVendors,
    heartbeat: (_, nowMs) => beat(owner, nowMs),
  };
}

function* balances({ accounts }: LedgerOperations['balances'][0]): Sql<readonly Balance[]> {
  const found: Balance[] = [];
  for (const account of accounts) found.push(yield* balance(account));
  return found;
}

function* standingLength({ embedder, length }: LedgerOperations['vectorLength'][0]): Sql<number> {
  const name = `vector-length ${embedder}`;
  const value = Buffer.from(String(length));
  yield* all('INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO NOTHING', name, value);
  const row = (yield* first('SELECT value FROM meta WHERE name = ?', name)) as Row;
  return Number(Buffer.from(row.value as Uint8Array).toString());
}

function* startRun({
  runId,
  newEpoch,
}: LedgerOperations['startRun'][0]): Sql<LedgerOperations['startRun'][1]> {
  yield* all('INSERT INTO runs VALUES (?, 1) ON CONFLICT (run_id) DO NOTHING', runId);
  if (newEpoch) yield* all('UPDATE runs SET epoch = epoch + 1 WHERE run_id = ?', runId);
  return yield* readRunMoney(runId);
}
