import type { DatabaseSync } from 'node:sqlite';
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
export function settle(database: DatabaseSync, settlement: Settlement, nowMs: number): void {
  const { attempt, costPicoUsd } = settlement;
  const state = readAttempt(database, attempt);
  if (state.outcome === 'reply') return;
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
}

/** Closes an attempt that brought no reply. Nothing is ever a hit because of it. */
export function fail(database: DatabaseSync, failure: Failure): void {
  const { attempt, outcome, code, message, latencyMs } = failure;
  const state = readAttempt(database, attempt);
  if (state.outcome !== null) return;
  database
    .prepare('UPDATE attempts SET outcome = ?, error_code = ?, latency_ms = ? WHERE attempt = ?')
    .run(outcome, code, latencyMs, attempt);
  if (outcome === 'error') addExposure(database, state.run_id, -state.worst_pico);
  if (!failure.final) return;
  database
    .prepare("UPDATE calls SET state = 'failed', reply = ? WHERE key = ? AND fence = ?")
    .run(JSON.stringify({ code, message }), state.key, state.fence);
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
