import type { DatabaseSync } from 'node:sqlite';
import type { StoredReply } from '../../contracts/gateway.ts';
import { MabError } from '../../core/errors.ts';
import type { Failure, Settlement } from './protocol.ts';

interface AttemptState {
  readonly key: string;
  readonly run_id: string;
  readonly worst_pico: bigint;
  readonly outcome: 'reply' | 'error' | 'unknown' | null;
  readonly fence: bigint;
}

/**
 * Closes an attempt with its reply and, unless the call has a reply already (another process took
 * over and was faster), makes it the call's reply. The money counts in either case: it was spent.
 */
export function settle(database: DatabaseSync, settlement: Settlement, nowMs: number): StoredReply {
  const { attempt, costPicoUsd } = settlement;
  const state = readAttempt(database, attempt);
  if (state.outcome === 'reply') return standingReply(database, state, settlement);
  database
    .prepare(
      `UPDATE attempts SET outcome = 'reply', cost_pico = ?, usage = ?, served_by = ?,
         reported_model = ?, latency_ms = ?, error_code = NULL WHERE attempt = ?`,
    )
    .run(
      costPicoUsd,
      JSON.stringify(settlement.usage),
      settlement.servedBy,
      settlement.reportedModel ?? null,
      settlement.latencyMs,
      attempt,
    );
  database
    .prepare(
      `UPDATE calls SET state = 'done', reply = ?, attempt = ?, done_ms = ?
       WHERE key = ? AND state <> 'done'`,
    )
    .run(JSON.stringify(settlement.reply), attempt, nowMs, state.key);
  addExposure(database, state.run_id, costPicoUsd - state.worst_pico);
  return standingReply(database, state, settlement);
}

/** The reply that the ledger has now; the settlement's own where the call has been forgotten. */
function standingReply(
  database: DatabaseSync,
  { key }: AttemptState,
  { reply }: Settlement,
): StoredReply {
  const call = database
    .prepare("SELECT reply FROM calls WHERE key = ? AND state = 'done'")
    .get(key);
  return call ? (JSON.parse(String(call.reply)) as StoredReply) : reply;
}

/** Neither taken over by another process nor settled by a late reply of an earlier attempt. */
const STILL_OWN = "WHERE key = ? AND fence = ? AND state = 'pending'";

/** Closes an attempt that brought no reply. Nothing is ever a hit because of it. */
export function fail(database: DatabaseSync, failure: Failure): void {
  const { attempt, outcome, code, message, latencyMs } = failure;
  const state = readAttempt(database, attempt);
  if (state.outcome !== null) return;
  database
    .prepare('UPDATE attempts SET outcome = ?, error_code = ?, latency_ms = ? WHERE attempt = ?')
    .run(outcome, code, latencyMs, attempt);
  if (outcome === 'error') addExposure(database, state.run_id, -state.worst_pico);
  if (failure.final) {
    database
      .prepare(`UPDATE calls SET state = 'failed', reply = ? ${STILL_OWN}`)
      .run(JSON.stringify({ code, message }), state.key, state.fence);
  } else if (failure.givesUp) {
    database.prepare(`UPDATE calls SET owner = '' ${STILL_OWN}`).run(state.key, state.fence);
  }
}

function readAttempt(database: DatabaseSync, attempt: number): AttemptState {
  const statement = database.prepare(
    'SELECT key, run_id, worst_pico, outcome, fence FROM attempts WHERE attempt = ?',
  );
  statement.setReadBigInts(true);
  const state = statement.get(attempt) as AttemptState | undefined;
  if (!state) {
    throw new MabError('ATTEMPT_UNKNOWN', `The ledger has no attempt ${attempt}.`, {
      blame: 'bug',
    });
  }
  return state;
}

function addExposure(database: DatabaseSync, runId: string, picoUsd: bigint): void {
  database
    .prepare('UPDATE runs SET exposure_pico = exposure_pico + ? WHERE run_id = ?')
    .run(picoUsd, runId);
}
