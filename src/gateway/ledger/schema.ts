import type { DatabaseSync } from 'node:sqlite';
import { MabError } from '../../core/errors.ts';

/**
 * Raised with every change of the tables; an older or newer ledger is refused, never guessed at.
 */
export const LEDGER_VERSION = 1;

/**
 * | table           | holds                                           | lives until           |
 * | --------------- | ----------------------------------------------- | --------------------- |
 * | meta            | version, the hash key, lengths of vectors       | the workspace ends    |
 * | owners          | processes that buy, with heartbeat              | the process ends      |
 * | runs            | epoch and money reserved or spent               | the workspace ends    |
 * | calls           | one row per key: who buys it, or its reply      | it is forgotten       |
 * | attempts        | one row per send: intent first, then outcome    | the workspace ends    |
 * | uses            | the journal: which unit used which key where    | the workspace ends    |
 * | parts, requests | request bodies, on wish, de-duplicated          | they are forgotten    |
 */
const TABLES = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE owners (
  owner TEXT PRIMARY KEY, pid INTEGER NOT NULL, host TEXT NOT NULL, heartbeat_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE runs (
  run_id TEXT PRIMARY KEY, epoch INTEGER NOT NULL, exposure_pico INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE calls (
  key TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
  owner TEXT NOT NULL, fence INTEGER NOT NULL,
  dataset TEXT NOT NULL, run_id TEXT NOT NULL, epoch INTEGER NOT NULL,
  reply TEXT, attempt INTEGER, done_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE attempts (
  attempt INTEGER PRIMARY KEY,
  key TEXT NOT NULL, run_id TEXT NOT NULL, unit_id TEXT NOT NULL,
  phase TEXT NOT NULL, path TEXT NOT NULL, owner TEXT NOT NULL, fence INTEGER NOT NULL,
  worst_pico INTEGER NOT NULL, sent_ms INTEGER NOT NULL,
  outcome TEXT CHECK (outcome IN ('reply', 'error', 'unknown')),
  cost_pico INTEGER, usage TEXT, served_by TEXT, reported_model TEXT, error_code TEXT,
  latency_ms REAL
) STRICT;
CREATE INDEX attempts_by_unit ON attempts (unit_id);
CREATE INDEX attempts_by_run ON attempts (run_id);
CREATE INDEX attempts_open ON attempts (key) WHERE outcome IS NULL;
CREATE TABLE uses (
  unit_id TEXT NOT NULL, path TEXT NOT NULL, key TEXT NOT NULL, phase TEXT NOT NULL,
  PRIMARY KEY (unit_id, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE parts (hash TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE requests (key TEXT PRIMARY KEY, parts TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/**
 * Makes the tables in an empty database, or checks those that are there.
 *
 * @throws {MabError} LEDGER_VERSION for a ledger of another release, LEDGER_DAMAGED for any other
 *   file.
 */
export function prepareSchema(database: DatabaseSync, hashKey: Uint8Array): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    if (tables.length === 0) {
      database.exec(TABLES);
      const insert = database.prepare('INSERT INTO meta VALUES (?, ?)');
      insert.run('version', Buffer.from(String(LEDGER_VERSION)));
      insert.run('hash-key', hashKey);
    } else {
      checkVersion(database, new Set(tables.map((table) => String(table.name))));
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function checkVersion(database: DatabaseSync, tables: ReadonlySet<string>): void {
  const row = tables.has('meta')
    ? database.prepare("SELECT value FROM meta WHERE name = 'version'").get()
    : undefined;
  if (!row) {
    throw new MabError(
      'LEDGER_DAMAGED',
      'The ledger file is an SQLite database of something else.',
      {
        blame: 'environment',
        hint: 'Move the file away, or give another folder with --workspace.',
      },
    );
  }
  const version = Number(Buffer.from(row.value as Uint8Array).toString());
  if (version !== LEDGER_VERSION) {
    throw new MabError(
      'LEDGER_VERSION',
      `The ledger has format ${version}, this release reads ${LEDGER_VERSION}.`,
      { blame: 'environment', hint: 'Use the release that wrote it, or another --workspace.' },
    );
  }
}
