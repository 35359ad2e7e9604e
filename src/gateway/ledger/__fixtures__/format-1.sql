-- The tables of format 1, as release 0.2.0 made them.
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
