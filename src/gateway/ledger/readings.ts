import type {
  AttemptRow,
  RunMoney,
  StoredReply,
  UnitCalls,
  UsedCall,
} from '../../contracts/gateway.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import type { Usage } from '../../contracts/model.ts';
import { parseCallKey, type UnitId } from '../../core/ids.ts';
import { balance, runAccount } from './accounts.ts';
import { all, first, type Row, type Sql } from './sql.ts';

const USES = `
SELECT uses.path, uses.phase, uses.key, calls.reply, calls.imported, bought.usage, bought.cost_pico,
  bought.latency_ms, bought.served_by, bought.route, bought.reported_model, bought.sent_ms,
  bought.unit_id AS buyer_unit, bought.run_id AS buyer_run, bought.owner AS buyer_owner
FROM uses JOIN calls USING (key) JOIN attempts AS bought ON bought.attempt = calls.attempt
WHERE uses.unit_id = ? AND calls.state = 'done' ORDER BY uses.path`;

const ATTEMPTS = `
SELECT attempt, key, run_id, phase, path, outcome, worst_pico, cost_pico, sent_ms, error_code,
  route
FROM attempts WHERE unit_id = ? AND imported = 0 ORDER BY path, attempt`;

/** All that a unit used and all that was sent, and paid for, in this ledger. */
export function* readUnitCalls(unitId: UnitId): Sql<UnitCalls> {
  const uses = yield* all(USES, unitId);
  const attempts = yield* all(ATTEMPTS, unitId);
  return { uses: uses.map(usedCall), attempts: attempts.map(attemptRow) };
}

const MONEY = `
SELECT CAST(coalesce(sum(cost_pico), 0) AS BIGINT) AS paid,
  CAST(coalesce(sum(CASE WHEN outcome = 'unknown' THEN worst_pico END), 0) AS BIGINT)
    AS unknown_pico,
  count(CASE WHEN outcome = 'unknown' THEN 1 END) AS unknown_attempts,
  count(CASE WHEN outcome IS NULL THEN 1 END) AS open_attempts
FROM attempts WHERE run_id = ? AND imported = 0`;

/**
 * What a run has spent, reserved and cannot account for. Zero for a run that the ledger does not
 * know.
 */
export function* readRunMoney(runId: string): Sql<RunMoney> {
  const money = (yield* first(MONEY, runId)) as Row;
  const run = yield* first('SELECT epoch FROM runs WHERE run_id = ?', runId);
  const { reserved, spent } = yield* balance(runAccount(runId));
  return {
    epoch: Number(run?.epoch ?? 0),
    exposurePicoUsd: reserved.picoUsd + spent.picoUsd,
    paidPicoUsd: money.paid as bigint,
    unknownPicoUsd: money.unknown_pico as bigint,
    unknownAttempts: Number(money.unknown_attempts),
    openAttempts: Number(money.open_attempts),
  };
}

function usedCall(row: Row): UsedCall {
  return {
    path: String(row.path),
    phase: row.phase as Phase,
    key: parseCallKey(String(row.key)),
    reply: JSON.parse(String(row.reply)) as StoredReply,
    usage: JSON.parse(String(row.usage)) as Usage,
    costPicoUsd: row.cost_pico as bigint,
    latencyMs: Number(row.latency_ms),
    servedBy: String(row.served_by),
    ...(row.route === null ? {} : { route: String(row.route) }),
    reportedModel: row.reported_model === null ? undefined : String(row.reported_model),
    sentMs: Number(row.sent_ms),
    buyerUnitId: String(row.buyer_unit),
    buyerRunId: String(row.buyer_run),
    buyerOwner: String(row.buyer_owner),
    ...(row.imported === 1n ? { imported: true } : {}),
  };
}

function attemptRow(row: Row): AttemptRow {
  return {
    attempt: Number(row.attempt),
    key: parseCallKey(String(row.key)),
    runId: String(row.run_id),
    phase: row.phase as Phase,
    path: String(row.path),
    outcome: (row.outcome ?? 'open') as AttemptRow['outcome'],
    worstPicoUsd: row.worst_pico as bigint,
    costPicoUsd: (row.cost_pico as bigint | null) ?? 0n,
    sentMs: Number(row.sent_ms),
    errorCode: row.error_code === null ? undefined : String(row.error_code),
    ...(row.route === null ? {} : { route: String(row.route) }),
  };
}
