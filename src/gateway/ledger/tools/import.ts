import { sha256 } from '../../../core/hashing.ts';
import type { KeyOffer } from '../protocol.ts';
import { all, first, type Sql } from '../sql.ts';
import type { AttemptHere, ImportEntries, ImportedCounts } from './import-entries.ts';

/** By this two ledgers know that they have the same key; it does not give the key away. */
export function keyFingerprint(hashKey: Uint8Array): string {
  return sha256(`mab ledger key ${Buffer.from(hashKey).toString('hex')}`);
}

/** Takes over the key of another ledger's hashes, if nothing stands here under another one. */
export function* adoptKey({ hashKey, fingerprint }: KeyOffer): Sql<'same' | 'adopted' | 'differs'> {
  const row = yield* first("SELECT value FROM meta WHERE name = 'hash-key'");
  if (keyFingerprint(row?.value as Uint8Array) === fingerprint) return 'same';
  if (hashKey === undefined) return 'differs';
  for (const table of ['calls', 'attempts', 'uses', 'runs']) {
    if (yield* first(`SELECT 1 AS found FROM ${table} LIMIT 1`)) return 'differs';
  }
  yield* all("UPDATE meta SET value = ? WHERE name = 'hash-key'", Buffer.from(hashKey));
  return 'adopted';
}

/**
 * Merges entries of another ledger with the same key. Doing it again changes nothing: an attempt is
 * known by its key, sender, fence and time. Of two replies the one that was here stands; the money
 * of both is kept, each once. What was paid elsewhere is marked, and
 * on no account here: who spent it there is told, and counts for no budget.
 */
export function* importEntries(entries: ImportEntries): Sql<ImportedCounts> {
  const numbers = new Map<number, AttemptHere>();
  let attempts = 0;
  for (const entry of entries.attempts) {
    const { number, isNew } = yield* importAttempt(entry);
    numbers.set(Number(entry.attempt), number);
    if (isNew) attempts += 1;
  }
  let [calls, known] = [0, 0];
  for (const call of entries.calls) {
    const number = entries.numbers.get(Number(call.attempt)) ?? numbers.get(Number(call.attempt));
    if (number && (yield* importCall(call, number))) calls += 1;
    else known += 1;
  }
  let uses = 0;
  for (const { unit_id, path, key, phase } of entries.uses) {
    const rows = yield* all(
      'INSERT INTO uses VALUES (?, ?, ?, ?) ON CONFLICT (unit_id, path) DO NOTHING RETURNING key',
      ...[unit_id, path, key, phase],
    );
    uses += rows.length;
  }
  for (const { hash, body } of entries.parts) {
    yield* all('INSERT INTO parts VALUES (?, ?) ON CONFLICT (hash) DO NOTHING', hash, body);
  }
  let requests = 0;
  for (const { key, parts } of entries.requests) {
    const rows = yield* all(
      'INSERT INTO requests VALUES (?, ?) ON CONFLICT (key) DO NOTHING RETURNING key',
      ...[key, parts],
    );
    requests += rows.length;
  }
  for (const { name, value } of entries.lengths) {
    yield* all('INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO NOTHING', name, value);
  }
  return { calls, known, attempts, uses, requests, numbers };
}

function* importAttempt(
  entry: ImportEntries['attempts'][number],
): Sql<{ number: AttemptHere; isNew: boolean }> {
  // By the unit first, for which there is an index.
  const found = yield* first(
    `SELECT attempt, imported, outcome FROM attempts
     WHERE unit_id = ? AND key = ? AND owner = ? AND fence = ? AND sent_ms = ?`,
    ...[entry.unit_id, entry.key, entry.owner, entry.fence, entry.sent_ms],
  );
  const outcome = [entry.outcome, entry.cost_pico, entry.usage, entry.served_by] as const;
  const more = [entry.reported_model, entry.error_code, entry.latency_ms, entry.route] as const;
  if (found) {
    // What was unknown when it came here first may have been settled since.
    if (found.imported === 1n && found.outcome === 'unknown' && entry.outcome !== 'unknown') {
      yield* all(
        `UPDATE attempts SET outcome = ?, cost_pico = ?, usage = ?, served_by = ?,
           reported_model = ?, error_code = ?, latency_ms = ?, route = ? WHERE attempt = ?`,
        ...[...outcome, ...more, found.attempt as bigint],
      );
    }
    const { attempt, imported } = found as unknown as AttemptHere;
    return { number: { attempt, imported }, isNew: false };
  }
  const row = yield* first(
    `INSERT INTO attempts (outcome, cost_pico, usage, served_by, reported_model, error_code,
       latency_ms, route, key, run_id, unit_id, phase, path, owner, fence, worst_pico, sent_ms,
       worst_tokens, lane, accounts, imported)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) RETURNING attempt`,
    ...[...outcome, ...more, entry.key, entry.run_id, entry.unit_id, entry.phase, entry.path],
    ...[entry.owner, entry.fence, entry.worst_pico, entry.sent_ms, entry.worst_tokens, entry.lane],
    entry.accounts,
  );
  return { number: { attempt: row?.attempt as bigint, imported: 1n }, isNew: true };
}

function* importCall(
  { key, dataset, run_id, epoch, reply, done_ms }: ImportEntries['calls'][number],
  { attempt, imported }: AttemptHere,
): Sql<boolean> {
  const rows = yield* all(
    `INSERT INTO calls (key, state, owner, fence, dataset, run_id, epoch, reply, attempt, done_ms,
       imported)
     VALUES (?, 'done', '', 0, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET state = 'done', reply = excluded.reply,
       attempt = excluded.attempt, done_ms = excluded.done_ms, imported = excluded.imported
     WHERE calls.state <> 'done' RETURNING key`,
    ...[key, dataset, run_id, epoch, reply, attempt, done_ms, imported],
  );
  return rows.length > 0;
}
