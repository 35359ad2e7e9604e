import { MabError } from '../../core/errors.ts';

/**
 * Raised with every change of the tables; an older ledger is brought up to date, a newer one
 * refused, never guessed at.
 */
export const LEDGER_VERSION = 2;

/**
 * | table           | holds                                             | lives until          |
 * | --------------- | ------------------------------------------------- | -------------------- |
 * | meta            | version, the hash key, lengths of vectors         | the workspace ends   |
 * | owners          | processes that buy, with heartbeat                | the process ends     |
 * | runs            | epochs                                            | the workspace ends   |
 * | accounts        | money and tokens reserved and spent, by name      | the workspace ends   |
 * | calls           | one row per key: who buys it, or its reply        | it is forgotten      |
 * | attempts        | one row per send: intent first, then outcome      | the workspace ends   |
 * | uses            | the journal: which unit used which key where      | the workspace ends   |
 * | parts, requests | request bodies, on wish, de-duplicated            | they are forgotten   |
 * | limits          | how much of a provider's limits is taken          | it is of no use      |
 * | batches, …items | what was handed to a vendor's batch API           | the workspace ends   |
 *
 * Written in SQLite's words; `postgresTables` says the same in PostgreSQL's.
 */
export const TABLES = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE owners (
  owner TEXT PRIMARY KEY, pid INTEGER NOT NULL, host TEXT NOT NULL, heartbeat_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE runs (run_id TEXT PRIMARY KEY, epoch INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE accounts (
  account TEXT PRIMARY KEY,
  reserved_pico INTEGER NOT NULL, spent_pico INTEGER NOT NULL,
  reserved_tokens INTEGER NOT NULL, spent_tokens INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE calls (
  key TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
  owner TEXT NOT NULL, fence INTEGER NOT NULL,
  dataset TEXT NOT NULL, run_id TEXT NOT NULL, epoch INTEGER NOT NULL,
  reply TEXT, attempt INTEGER, done_ms INTEGER,
  imported INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE attempts (
  attempt INTEGER PRIMARY KEY,
  key TEXT NOT NULL, run_id TEXT NOT NULL, unit_id TEXT NOT NULL,
  phase TEXT NOT NULL, path TEXT NOT NULL, owner TEXT NOT NULL, fence INTEGER NOT NULL,
  worst_pico INTEGER NOT NULL, sent_ms INTEGER NOT NULL,
  outcome TEXT CHECK (outcome IN ('reply', 'error', 'unknown')),
  cost_pico INTEGER, usage TEXT, served_by TEXT, reported_model TEXT, error_code TEXT,
  latency_ms REAL,
  worst_tokens INTEGER NOT NULL DEFAULT 0, accounts TEXT NOT NULL DEFAULT '[]',
  lane TEXT NOT NULL DEFAULT 'live', route TEXT,
  imported INTEGER NOT NULL DEFAULT 0
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
CREATE TABLE limits (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE batches (
  batch INTEGER PRIMARY KEY,
  tag TEXT NOT NULL, route TEXT NOT NULL, model TEXT NOT NULL, batch_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('intended', 'submitted', 'closed')),
  owner TEXT NOT NULL, fence INTEGER NOT NULL,
  created_ms INTEGER NOT NULL, submitted_ms INTEGER
) STRICT;
CREATE TABLE batch_items (
  batch INTEGER NOT NULL, attempt INTEGER PRIMARY KEY, item TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_items_by_batch ON batch_items (batch);
`;

/** From format 1: budgets were a sum by run alone, and every call went straight to its model. */
export const FROM_1 = `
CREATE TABLE accounts (
  account TEXT PRIMARY KEY,
  reserved_pico INTEGER NOT NULL, spent_pico INTEGER NOT NULL,
  reserved_tokens INTEGER NOT NULL, spent_tokens INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO accounts SELECT 'run:' || run_id,
  coalesce((SELECT sum(worst_pico) FROM attempts
    WHERE attempts.run_id = runs.run_id AND outcome IS NULL), 0),
  coalesce((SELECT sum(CASE outcome WHEN 'reply' THEN cost_pico WHEN 'unknown' THEN worst_pico END)
    FROM attempts WHERE attempts.run_id = runs.run_id), 0),
  0, 0 FROM runs;
INSERT INTO accounts SELECT 'month:' || strftime('%Y-%m', sent_ms / 1000, 'unixepoch') AS month,
  sum(CASE WHEN outcome IS NULL THEN worst_pico ELSE 0 END),
  sum(CASE outcome WHEN 'reply' THEN cost_pico WHEN 'unknown' THEN worst_pico ELSE 0 END),
  0, 0 FROM attempts GROUP BY month;
ALTER TABLE runs DROP COLUMN exposure_pico;
ALTER TABLE calls ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN worst_tokens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN accounts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE attempts ADD COLUMN lane TEXT NOT NULL DEFAULT 'live';
ALTER TABLE attempts ADD COLUMN route TEXT;
ALTER TABLE attempts ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
UPDATE attempts SET accounts = json_array('run:' || run_id,
  'month:' || strftime('%Y-%m', sent_ms / 1000, 'unixepoch'));
${TABLES.slice(TABLES.indexOf('CREATE TABLE limits'))}
`;

/** PostgreSQL's words for the tables; texts are ordered by byte there too. */
export function postgresTables(): string {
  return TABLES.replaceAll(' STRICT, WITHOUT ROWID;', ';')
    .replaceAll(' STRICT;', ';')
    .replaceAll(
      /(attempt|batch) INTEGER PRIMARY KEY,/g,
      '$1 INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,',
    )
    .replaceAll(
      'batch INTEGER NOT NULL, attempt INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,',
      'batch INTEGER NOT NULL, attempt INTEGER PRIMARY KEY,',
    )
    .replaceAll('INTEGER', 'BIGINT')
    .replaceAll('BLOB', 'BYTEA')
    .replaceAll('REAL', 'DOUBLE PRECISION')
    .replaceAll(/\bTEXT\b/g, 'TEXT COLLATE "C"');
}

/** @throws {MabError} LEDGER_VERSION for a version that this release does not know. */
export function checkVersion(version: number): number {
  if (version >= 1 && version <= LEDGER_VERSION) return version;
  throw new MabError(
    'LEDGER_VERSION',
    `The ledger has format ${version}, this release reads ${LEDGER_VERSION}.`,
    { blame: 'environment', hint: 'Use the release that wrote it, or another --workspace.' },
  );
}
