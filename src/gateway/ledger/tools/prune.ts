import { MabError } from '../../../core/errors.ts';
import { isAlive } from '../owner.ts';
import { removeOrphanedParts } from '../requests.ts';
import { all, type Sql } from '../sql.ts';

/** A reply that may be deleted. */
export interface Prunable {
  readonly key: string;
  readonly doneMs: number;
  /** Characters of the reply. */
  readonly characters: number;
}

export interface PrunableCalls {
  /** Oldest first. */
  readonly calls: readonly Prunable[];
  /** Replies that have to stay: a unit that is not committed, or none, uses them. */
  readonly kept: number;
}

/**
 * The replies that only finished units have used. What is open, or may still be asked for by a unit
 * that goes on, stays; so does what no unit here has used, as replies that were imported for a run
 * to come.
 *
 * @param committed  Ids of the units that are sealed in the store.
 */
export function* readPrunable(committed: ReadonlySet<string>): Sql<PrunableCalls> {
  const [used, needed] = [new Set<string>(), new Set<string>()];
  for (const { key, unit_id } of yield* all('SELECT key, unit_id FROM uses')) {
    (committed.has(String(unit_id)) ? used : needed).add(String(key));
  }
  const rows = yield* all(
    `SELECT key, done_ms, length(reply) AS characters FROM calls WHERE state = 'done'
     ORDER BY done_ms, key`,
  );
  const calls = rows
    .map((row) => ({
      key: String(row.key),
      doneMs: Number(row.done_ms ?? 0),
      characters: Number(row.characters),
    }))
    .filter(({ key }) => used.has(key) && !needed.has(key));
  return { calls, kept: rows.length - calls.length };
}

/**
 * Deletes replies with their requests and their places in the journal. The attempts, and with them
 * the money, stay.
 *
 * @throws {MabError} LEDGER_BUSY while another process is at the ledger: it may have begun to use
 *   what is to be deleted.
 */
export function* pruneCalls(
  keys: readonly string[],
  self: { readonly owner: string; readonly nowMs: number },
): Sql<undefined> {
  yield* checkAlone(self);
  const gone = new Set(keys);
  for (const key of keys) {
    yield* all('DELETE FROM requests WHERE key = ?', key);
    yield* all("DELETE FROM calls WHERE key = ? AND state = 'done'", key);
  }
  for (const { unit_id, path, key } of yield* all('SELECT unit_id, path, key FROM uses')) {
    if (!gone.has(String(key))) continue;
    yield* all(
      'DELETE FROM uses WHERE unit_id = ? AND path = ?',
      ...[String(unit_id), String(path)],
    );
  }
  return yield* removeOrphanedParts();
}

function* checkAlone({ owner, nowMs }: { owner: string; nowMs: number }): Sql<undefined> {
  for (const row of yield* all('SELECT owner FROM owners')) {
    const other = String(row.owner);
    if (other === owner || !(yield* isAlive(other, { self: owner, nowMs }))) continue;
    throw new MabError('LEDGER_BUSY', 'Another process is at this ledger.', {
      blame: 'environment',
      hint: 'Wait until the runs in this workspace have ended, then run the command again.',
    });
  }
  return undefined;
}
