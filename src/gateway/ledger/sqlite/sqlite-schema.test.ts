import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { parseRunId } from '../../../core/ids.ts';
import { LedgerScene } from '../__fixtures__/ledger-scene.ts';

const FORMAT_1 = readFileSync(new URL('../__fixtures__/format-1.sql', import.meta.url), 'utf8');
const KEY = Buffer.alloc(32, 7);

/** A run of format 1: one reply of 30, an error, an unknown of 100, and one of 50 still open. */
function writeFormat1(path: string): void {
  using old = new DatabaseSync(path);
  old.exec(FORMAT_1);
  const meta = old.prepare('INSERT INTO meta VALUES (?, ?)');
  meta.run('version', Buffer.from('1'));
  meta.run('hash-key', KEY);
  old.exec(`
    INSERT INTO runs VALUES ('run-a', 3, 180);
    INSERT INTO calls VALUES ('k', 'done', 'o', 1, 'd', 'run-a', 1, '{"text":"x","finish":"stop"}', 1, 5);
  `);
  const attempt = old.prepare(`INSERT INTO attempts (key, run_id, unit_id, phase, path, owner,
    fence, worst_pico, sent_ms, outcome, cost_pico) VALUES ('k', 'run-a', 'u', 'answer', 'p', 'o',
    1, ?, 0, ?, ?)`);
  attempt.run(100, 'reply', 30);
  attempt.run(100, 'error', null);
  attempt.run(100, 'unknown', null);
  attempt.run(50, null, null);
}

function columns(path: string): unknown {
  using database = new DatabaseSync(path);
  return database
    .prepare(
      `SELECT m.name AS "table", c.name, c.type, c."notnull", c.dflt_value FROM sqlite_master AS m,
        pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY m.name, c.name`,
    )
    .all();
}

test('a ledger of format 1 is brought up to date, and no money is lost', () => {
  using scene = new LedgerScene();
  using fresh = new LedgerScene();
  writeFormat1(scene.path);
  const process = scene.process();
  fresh.process();
  assert.deepEqual(columns(scene.path), columns(fresh.path));
  assert.deepEqual(Buffer.from(process.database.opened.hashKey), KEY);
  assert.deepEqual(process.do('runMoney', { runId: parseRunId('run-a') }), {
    ...{ epoch: 3, exposurePicoUsd: 180n, paidPicoUsd: 30n },
    ...{ unknownPicoUsd: 100n, unknownAttempts: 1, openAttempts: 1 },
  });
  const accounts = (): object[] => scene.sql('SELECT * FROM accounts ORDER BY account');
  const amounts = { reserved_pico: 50, spent_pico: 130, reserved_tokens: 0, spent_tokens: 0 };
  assert.deepEqual(
    accounts().map((row) => ({ ...row })),
    [
      { account: 'month:1970-01', ...amounts },
      { account: 'run:run-a', ...amounts },
    ],
  );
  process.settle(4, 'late', { costPicoUsd: 20n });
  const now = { reserved_pico: 0, spent_pico: 150, reserved_tokens: 0, spent_tokens: 11 };
  assert.deepEqual(
    accounts().map((row) => ({ ...row })),
    [
      { account: 'month:1970-01', ...now },
      { account: 'run:run-a', ...now },
    ],
  );
  const { exposurePicoUsd } = process.do('runMoney', { runId: parseRunId('run-a') });
  assert.equal(exposurePicoUsd, 150n);
});
