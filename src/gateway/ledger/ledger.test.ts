import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { sha256 } from '../../core/hashing.ts';
import { parseRunId, parseUnitId } from '../../core/ids.ts';
import { claimRequest, LedgerScene, ONLY_SQLITE } from './__fixtures__/ledger-scene.ts';
import { type Ledger, openLedger } from './ledger.ts';

const runA = parseRunId('run-a');
const unitU = parseUnitId(sha256('u'));

async function buy(ledger: Ledger, call: string, text: string): Promise<void> {
  const answer = await ledger.perform('claim', claimRequest({ call, path: `${call}/answer` }));
  assert.ok(answer.kind === 'granted');
  await ledger.perform('settle', {
    attempt: answer.attempt,
    reply: { text, finish: 'stop' },
    usage: {
      ...{
        inputTokens: 1,
        cachedInputTokens: 0,
        outputTokens: 1,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
      },
      source: 'reported',
    },
    ...{ costPicoUsd: 7n, latencyMs: 1, servedBy: 'a test', route: 'a', reportedModel: 'm-1' },
  });
}

describe('the ledger', () => {
  it('has what was settled when it is opened again, under the same hash key', async () => {
    using scene = new LedgerScene();
    const before = await scene.open();
    await before.startRun(runA, false);
    await Promise.all(Array.from({ length: 50 }, (_, at) => buy(before, `c${at}`, `reply ${at}`)));
    await before.close();
    const after = await scene.open();
    const { uses, attempts } = await after.unitCalls(unitU);
    const reply = uses.find(({ path }) => path === 'c17/answer')?.reply;
    assert.deepEqual(reply, { text: 'reply 17', finish: 'stop' });
    assert.equal(uses.length, 50);
    assert.deepEqual(new Set(attempts.map(({ outcome }) => outcome)), new Set(['reply']));
    assert.deepEqual(await after.startRun(runA, false), {
      ...{ epoch: 1, exposurePicoUsd: 350n, paidPicoUsd: 350n },
      ...{ unknownPicoUsd: 0n, unknownAttempts: 0, openAttempts: 0 },
    });
    assert.deepEqual(after.hashKey, before.hashKey);
    assert.notEqual(after.owner, before.owner);
    await after.close();
  });

  it('can be made by several at once', async () => {
    using scene = new LedgerScene();
    const ledgers = await Promise.all(Array.from({ length: 6 }, () => scene.open()));
    assert.equal(new Set(ledgers.map(({ hashKey }) => sha256(hashKey))).size, 1);
    await Promise.all(ledgers.map((ledger) => ledger.startRun(runA, false)));
    await Promise.all(ledgers.map((ledger) => ledger.close()));
    assert.deepEqual(scene.sql('SELECT * FROM owners'), []);
  });

  it('lets two ledgers of this process see each other as alive', async () => {
    using scene = new LedgerScene();
    const [a, b] = await Promise.all([scene.open(), scene.open()]);
    await a.startRun(runA, false);
    assert.equal((await a.perform('claim', claimRequest())).kind, 'granted');
    assert.equal((await b.perform('claim', claimRequest())).kind, 'wait');
    await a.close();
    assert.equal((await b.perform('claim', claimRequest())).kind, 'granted');
    await b.close();
  });

  it('refuses to work once it is closed, instead of never answering', async () => {
    using scene = new LedgerScene();
    const ledger = await scene.open();
    await ledger.close();
    await assert.rejects(ledger.startRun(runA, false), { code: 'LEDGER_CLOSED', blame: 'bug' });
    await ledger.close();
  });

  it('closes without complaint where even that cannot be written down', async () => {
    using scene = new LedgerScene();
    const ledger = await scene.open();
    scene.sql('DROP TABLE owners');
    await ledger.close();
  });
});

describe('a file that cannot be a ledger', { skip: ONLY_SQLITE }, () => {
  const refuses = async (
    prepare: (path: string) => void,
    expected: { code: string; blame: string },
  ): Promise<void> => {
    using scene = new LedgerScene();
    prepare(scene.path);
    await assert.rejects(openLedger(scene.path), expected);
  };

  it('is refused when it is something else', async () => {
    const damaged = { code: 'LEDGER_DAMAGED', blame: 'environment' };
    await refuses((path) => writeFileSync(path, 'no database '.repeat(500)), damaged);
    await refuses((path) => {
      using other = new DatabaseSync(path);
      other.exec('CREATE TABLE cats (name TEXT)');
    }, damaged);
  });

  it('is refused when another release wrote it', async () => {
    await refuses(
      (path) => {
        using other = new DatabaseSync(path);
        other.exec(
          "CREATE TABLE meta (name TEXT, value BLOB); INSERT INTO meta VALUES ('version', '9')",
        );
      },
      { code: 'LEDGER_VERSION', blame: 'environment' },
    );
  });

  it('is refused when it is a folder', async () => {
    const expected = { code: 'NO_PERMISSION', blame: 'environment' };
    await refuses((path) => mkdirSync(join(path)), expected);
  });
});
