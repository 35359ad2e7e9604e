import { type Amount, correct } from './accounts.ts';
import { readAttempt } from './attempt-state.ts';
import { batchItemId } from './batch-items.ts';
import type { BatchAtVendor, Fenced, TakenBatch } from './batch-protocol.ts';
import { type Asker, claim, lookUp } from './claims.ts';
import { isAlive } from './owner.ts';
import type { ClaimAnswer, ClaimRequest, NewBatch, OpenedBatch } from './protocol.ts';
import { all, first, type Row, type Sql } from './sql.ts';

/**
 * Batches at a vendor's. An attempt that belongs to one is not lost when its owner dies: the vendor
 * goes on, and whoever comes next takes the batch over.
 */

/**
 * Claims all calls of a batch, and enters it with those that were granted: an intent that is
 * durable before the vendor hears of it. There is no batch where nothing was granted.
 */
export function* openBatch(request: NewBatch, asker: Asker): Sql<OpenedBatch> {
  const { tag, route, model, claims } = request;
  const { owner, nowMs } = asker;
  const row = yield* first(
    `INSERT INTO batches (tag, route, model, state, owner, fence, created_ms, submitted_ms)
     VALUES (?, ?, ?, 'intended', ?, 1, ?, ?) RETURNING batch`,
    ...[tag, route, model, owner, nowMs, nowMs],
  );
  const batch = Number((row as Row).batch);
  const answers: ClaimAnswer[] = [];
  const shortages = new Map<string, Short>();
  for (const call of claims) {
    const answer = yield* claimUnlessShort(call, asker, shortages);
    if (answer.kind === 'granted') yield* addItem(batch, tag, answer.attempt);
    answers.push(answer);
  }
  if (answers.some(({ kind }) => kind === 'granted')) return { batch, answers };
  yield* all('DELETE FROM batches WHERE batch = ?', batch);
  return { batch: undefined, answers };
}

/** The least call that did not fit. */
interface Short {
  readonly worst: Amount;
  readonly answer: ClaimAnswer;
}

/**
 * As `claim`. Where a call did not fit beside what others may give back, one of the same accounts
 * that needs no less does not fit either: to find that out anew reads all that is open, for each of
 * the thousands of calls of a batch.
 */
function* claimUnlessShort(
  call: ClaimRequest,
  asker: Asker,
  shortages: Map<string, Short>,
): Sql<ClaimAnswer> {
  const accounts = call.accounts.map(({ name }) => name).join('\n');
  const short = shortages.get(accounts);
  if (short && isAsMuch(call.worst, short.worst)) {
    const seen = yield* lookUp(call, asker);
    return seen.kind === 'free' ? short.answer : seen;
  }
  const answer = yield* claim(call, asker);
  const waits = answer.kind === 'over-budget' && answer.waits;
  if (waits) shortages.set(accounts, { worst: call.worst, answer });
  return answer;
}

function isAsMuch(worst: Amount, other: Amount): boolean {
  return worst.picoUsd >= other.picoUsd && worst.tokens >= other.tokens;
}

function* addItem(batch: number, tag: string, attempt: number): Sql<undefined> {
  yield* all('INSERT INTO batch_items VALUES (?, ?, ?)', batch, attempt, batchItemId(tag, attempt));
  yield* all("UPDATE attempts SET lane = 'batch' WHERE attempt = ?", attempt);
  return undefined;
}

/** Notes, before it is done, that a batch is handed in again; refused to whoever lost it. */
export function* resubmit({ batch, fence }: Fenced, nowMs: number): Sql<boolean> {
  const rows = yield* all(
    `UPDATE batches SET submitted_ms = ? WHERE batch = ? AND fence = ? AND state = 'intended'
     RETURNING batch`,
    ...[nowMs, batch, fence],
  );
  return rows.length > 0;
}

/**
 * Notes the vendor's id of a batch.
 *
 * @returns false where another process has taken the batch over. What that one has closed as never
 *   submitted may be served after all, and is charged at its worst case.
 */
export function* recordBatch({
  batch,
  fence,
  batchId,
}: Fenced & { batchId: string }): Sql<boolean> {
  const rows = yield* all(
    `UPDATE batches SET batch_id = ?, state = 'submitted'
     WHERE batch = ? AND fence = ? AND state <> 'closed' RETURNING batch`,
    ...[batchId, batch, fence],
  );
  if (rows.length > 0) return true;
  yield* chargeItems(batch);
  return false;
}

function* chargeItems(batch: number): Sql<undefined> {
  const items = yield* all('SELECT attempt FROM batch_items WHERE batch = ?', batch);
  for (const { attempt } of items) {
    const { outcome, accounts, worst } = yield* readAttempt(Number(attempt));
    if (outcome !== 'error') continue;
    yield* all("UPDATE attempts SET outcome = 'unknown' WHERE attempt = ?", attempt as bigint);
    yield* correct(accounts, { picoUsd: 0n, tokens: 0 }, worst);
  }
  return undefined;
}

/** Takes a batch over, unless its owner lives or it has been closed. */
export function* takeBatch({ batch }: { batch: number }, asker: Asker): Sql<TakenBatch> {
  const { owner: self, nowMs } = asker;
  const row = yield* first("SELECT * FROM batches WHERE batch = ? AND state <> 'closed'", batch);
  if (!row) return { kind: 'closed' };
  const owner = String(row.owner);
  if (owner !== self && (yield* isAlive(owner, { self, nowMs }))) return { kind: 'wait' };
  const fence = Number(row.fence) + 1;
  yield* all('UPDATE batches SET owner = ?, fence = ? WHERE batch = ?', self, fence, batch);
  yield* all(
    `UPDATE calls SET owner = ? WHERE state = 'pending' AND key IN (${OPEN_KEYS})`,
    ...[self, batch],
  );
  const items = yield* all(
    `SELECT batch_items.attempt, item, outcome, key FROM batch_items
     JOIN attempts ON attempts.attempt = batch_items.attempt WHERE batch = ?
     ORDER BY batch_items.attempt`,
    batch,
  );
  return {
    kind: 'taken',
    ...{ batch, fence, tag: String(row.tag), route: String(row.route) },
    ...(row.batch_id === null ? {} : { batchId: String(row.batch_id) }),
    ...{ createdMs: Number(row.created_ms), submittedMs: Number(row.submitted_ms) },
    requests: items.length,
    items: items
      .filter(({ outcome }) => outcome === null)
      .map(({ attempt, item, key }) => ({
        ...{ attempt: Number(attempt), item: String(item), key: String(key) },
      })),
  };
}

const OPEN_KEYS = `SELECT key FROM attempts
  JOIN batch_items ON batch_items.attempt = attempts.attempt
  WHERE batch_items.batch = ? AND outcome IS NULL`;

/** Nothing more will come of a batch; its attempts have all been closed before. */
export function* closeBatch({ batch, fence }: Fenced): Sql<undefined> {
  yield* all("UPDATE batches SET state = 'closed' WHERE batch = ? AND fence = ?", batch, fence);
  return undefined;
}

/** The vendors' ids of batches that are known to be ours, so that none is taken for a lost one. */
export function* knownBatches({ route }: { route: string }): Sql<readonly string[]> {
  const rows = yield* all('SELECT batch_id FROM batches WHERE route = ?', route);
  return rows.flatMap(({ batch_id }) => (batch_id === null ? [] : [String(batch_id)]));
}

/**
 * What a run waits for at vendors'.
 *
 * @returns the batches with calls of this run that are open, oldest first.
 */
export function* batchesAtVendors({ runId }: { runId: string }): Sql<readonly BatchAtVendor[]> {
  const rows = yield* all(
    `SELECT batches.batch, model, batch_id, created_ms, count(*) AS calls FROM batches
     JOIN batch_items ON batch_items.batch = batches.batch
     JOIN attempts ON attempts.attempt = batch_items.attempt
     WHERE state <> 'closed' AND outcome IS NULL AND run_id = ?
     GROUP BY batches.batch, model, batch_id, created_ms ORDER BY batches.batch`,
    runId,
  );
  return rows.map((row) => ({
    model: String(row.model),
    ...(row.batch_id === null ? {} : { batchId: String(row.batch_id) }),
    createdMs: Number(row.created_ms),
    calls: Number(row.calls),
  }));
}
