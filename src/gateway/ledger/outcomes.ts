import type { StoredReply } from '../../contracts/gateway.ts';
import { type Amount, correct, release } from './accounts.ts';
import { type AttemptState, readAttempt } from './attempt-state.ts';
import type { Failure, Settlement } from './protocol.ts';
import { all, first, type Sql } from './sql.ts';
import { usedTokens } from './used-tokens.ts';

const NOTHING: Amount = { picoUsd: 0n, tokens: 0 };

/**
 * Closes an attempt with its reply and, unless the call has a reply already (another process took
 * over and was faster), makes it the call's reply. The money counts in either case: it was spent.
 */
export function* settle(settlement: Settlement, nowMs: number): Sql<StoredReply> {
  const { attempt, costPicoUsd, usage } = settlement;
  const state = yield* readAttempt(attempt);
  if (state.outcome === 'reply') return yield* standingReply(state, settlement);
  yield* all(
    `UPDATE attempts SET outcome = 'reply', cost_pico = ?, usage = ?, served_by = ?,
       route = ?, reported_model = ?, latency_ms = ?, error_code = NULL WHERE attempt = ?`,
    ...[costPicoUsd, JSON.stringify(usage), settlement.servedBy, settlement.route],
    ...[settlement.reportedModel ?? null, settlement.latencyMs, attempt],
  );
  yield* all(
    `UPDATE calls SET state = 'done', reply = ?, attempt = ?, done_ms = ?
     WHERE key = ? AND state <> 'done'`,
    ...[JSON.stringify(settlement.reply), attempt, nowMs, state.key],
  );
  yield* account(state, { picoUsd: costPicoUsd, tokens: usedTokens(usage) });
  return yield* standingReply(state, settlement);
}

/**
 * As `settle`, for what one request has brought. A process that dies leaves all of it or none, so
 * that who goes on sends the same request again, and not the rest of it.
 */
export function* settleTogether(
  settlements: readonly Settlement[],
  nowMs: number,
): Sql<readonly StoredReply[]> {
  const standing: StoredReply[] = [];
  for (const settlement of settlements) standing.push(yield* settle(settlement, nowMs));
  return standing;
}

/** An attempt of unknown outcome was charged at its worst case; an error was charged nothing. */
function account({ accounts, worst, outcome }: AttemptState, spent: Amount): Sql<undefined> {
  if (outcome === undefined) return release(accounts, worst, spent);
  return correct(accounts, outcome === 'unknown' ? worst : NOTHING, spent);
}

/** The reply that the ledger has now; the settlement's own where the call has been forgotten. */
function* standingReply({ key }: AttemptState, { reply }: Settlement): Sql<StoredReply> {
  const call = yield* first("SELECT reply FROM calls WHERE key = ? AND state = 'done'", key);
  return call ? (JSON.parse(String(call.reply)) as StoredReply) : reply;
}

/** Neither taken over by another process nor settled by a late reply of an earlier attempt. */
const STILL_OWN = "WHERE key = ? AND fence = ? AND state = 'pending'";

/** Closes an attempt that brought no reply. Nothing is ever a hit because of it. */
export function* fail(failure: Failure): Sql<undefined> {
  const { attempt, outcome, code, message, latencyMs, route } = failure;
  const state = yield* readAttempt(attempt);
  if (state.outcome !== undefined) return undefined;
  const { key, fence, accounts, worst } = state;
  yield* all(
    `UPDATE attempts SET outcome = ?, error_code = ?, latency_ms = ?, route = ? WHERE attempt = ?`,
    ...[outcome, code, latencyMs, route ?? null, attempt],
  );
  yield* release(accounts, worst, outcome === 'unknown' ? worst : NOTHING);
  if (failure.final) {
    const said = JSON.stringify({ code, message });
    yield* all(`UPDATE calls SET state = 'failed', reply = ? ${STILL_OWN}`, said, key, fence);
  } else if (failure.givesUp) {
    yield* all(`UPDATE calls SET owner = '' ${STILL_OWN}`, key, fence);
  }
  return undefined;
}
