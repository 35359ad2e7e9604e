import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../../core/hashing.ts';
import { parseRunId, parseUnitId } from '../../../core/ids.ts';
import { LedgerScene, type Process } from '../__fixtures__/ledger-scene.ts';
import type { ExportTable } from './export.ts';
import { keyFingerprint } from './import.ts';
import type { ImportEntries } from './import-entries.ts';

const runA = { runId: parseRunId('run-a') };
const unitU = { unitId: parseUnitId(sha256('u')) };

/** Every row of a table, read two at a time so that pages matter. */
function pages(from: Process, table: ExportTable): never[] {
  const rows: unknown[] = [];
  for (let after: readonly (string | bigint)[] | undefined; ; ) {
    const page = from.do('exportPage', { table, rowsMax: 2, ...(after ? { after } : {}) });
    rows.push(...page.rows);
    after = page.after as typeof after;
    if (!after) return rows as never[];
  }
}

function entriesOf(from: Process): ImportEntries {
  const tables = ['attempts', 'calls', 'uses', 'requests', 'parts', 'lengths'] as const;
  const entries = Object.fromEntries(tables.map((table) => [table, pages(from, table)]));
  return { ...(entries as unknown as ImportEntries), numbers: new Map() };
}

function counts({ numbers: _, ...rest }: ReturnType<typeof merge>) {
  return rest;
}

function merge(from: Process, to: Process) {
  return to.do('importEntries', entriesOf(from));
}

describe('merging two ledgers', () => {
  it('brings replies that are hits, at their price, and costs nothing here', () => {
    using here = new LedgerScene();
    using there = new LedgerScene();
    const [a, b] = [here.process('a'), there.process('b')];
    b.settle(b.granted({ call: '1', requestParts: ['asked'] }), 'one', { costPicoUsd: 40n });
    b.fail(b.granted({ call: '2', path: 'q1' }), { outcome: 'error' });
    b.settle(b.granted({ call: '2', path: 'q1' }), 'two');
    b.fail(b.granted({ call: '3', path: 'q2' }), { outcome: 'unknown', givesUp: true });
    b.granted({ call: '4', path: 'q3' });
    assert.deepEqual(counts(merge(b, a)), {
      ...{ calls: 2, known: 0, attempts: 4, uses: 2, requests: 1 },
    });
    assert.deepEqual(a.claim({ call: '1' }), {
      kind: 'hit',
      reply: { text: 'one', finish: 'stop' },
      diverged: false,
    });
    assert.equal(a.claim({ call: '3', path: 'q2' }).kind, 'granted', 'nobody has its reply');
    const { uses, attempts } = a.do('unitCalls', unitU);
    assert.deepEqual(
      uses.map(({ path, costPicoUsd, imported, buyerOwner }) => ({
        ...{ path, costPicoUsd, imported, buyerOwner },
      })),
      [
        { path: 'q000000/answer', costPicoUsd: 40n, imported: true, buyerOwner: b.owner },
        { path: 'q1', costPicoUsd: 30n, imported: true, buyerOwner: b.owner },
      ],
    );
    assert.deepEqual(
      attempts.map(({ path, outcome }) => ({ path, outcome })),
      [{ path: 'q2', outcome: 'open' }],
    );
    assert.deepEqual(a.do('runMoney', runA), {
      ...{ epoch: 1, exposurePicoUsd: 100n, paidPicoUsd: 0n },
      ...{ unknownPicoUsd: 0n, unknownAttempts: 0, openAttempts: 1 },
    });
    assert.deepEqual(a.do('checkAccounts', { repair: false }), []);
    assert.deepEqual(a.do('checkCalls', undefined).problems, []);
  });

  it('tells who paid elsewhere, and counts it for no budget here', () => {
    using here = new LedgerScene();
    using there = new LedgerScene();
    const [a, b] = [here.process('a'), there.process('b')];
    const accounts = ['run:run-a', 'tag:nightly', 'member:Ann'].map((name) => ({ name }));
    b.settle(b.granted({ call: '1', accounts }), 'one');
    b.fail(b.granted({ call: '2', accounts, path: 'q1' }), { outcome: 'unknown' });
    merge(b, a);
    assert.deepEqual(
      a.do('spending', {}).map(({ outcome, accounts: names }) => [outcome, names]),
      Array(2).fill(['imported', accounts.map(({ name }) => name)]),
    );
    const none = { picoUsd: 0n, tokens: 0 };
    assert.deepEqual(a.do('accountState', { account: 'member:Ann' }), {
      ...{ reserved: none, spent: none, unknown: none },
    });
    assert.deepEqual(a.do('checkAccounts', { repair: false }), []);
  });

  it('done twice, in both directions, changes nothing more', () => {
    using here = new LedgerScene();
    using there = new LedgerScene();
    const [a, b] = [here.process('a'), there.process('b')];
    a.settle(a.granted({ call: '1' }), 'of a');
    b.settle(b.granted({ call: '2', unit: 'v' }), 'of b');
    merge(b, a);
    merge(a, b);
    const nothing = { calls: 0, known: 2, attempts: 0, uses: 0, requests: 0 };
    assert.deepEqual(counts(merge(b, a)), nothing);
    assert.deepEqual(counts(merge(a, b)), nothing);
    const paid = (process: Process): bigint => process.do('runMoney', runA).paidPicoUsd;
    assert.deepEqual([paid(a), paid(b)], [30n, 30n], 'each has paid for its own');
    const imported = 'SELECT sum(imported) AS n, count(*) AS rows FROM attempts';
    for (const scene of [here, there]) {
      assert.deepEqual(
        scene.sql(imported).map(({ n, rows }) => [Number(n), Number(rows)]),
        [[1, 2]],
      );
    }
  });

  it('keeps the first of two replies, and the money of both', () => {
    using here = new LedgerScene();
    using there = new LedgerScene();
    const [a, b] = [here.process('a'), there.process('b')];
    a.settle(a.granted(), 'first', { costPicoUsd: 30n });
    b.settle(b.granted(), 'second', { costPicoUsd: 50n });
    assert.deepEqual(counts(merge(b, a)), {
      ...{ calls: 0, known: 1, attempts: 1, uses: 0, requests: 0 },
    });
    const hit = a.claim();
    assert.deepEqual('reply' in hit && hit.reply, { text: 'first', finish: 'stop' });
    const sums = a.do('stat', undefined).attempts.map((sum) => [sum.imported, sum.paidPicoUsd]);
    assert.deepEqual(sums, [
      [false, 30n],
      [true, 50n],
    ]);
  });

  it('learns later what became of an attempt that was unknown', () => {
    using here = new LedgerScene();
    using there = new LedgerScene();
    const [a, b] = [here.process('a'), there.process('b')];
    const attempt = b.granted();
    b.fail(attempt, { outcome: 'unknown', givesUp: true });
    merge(b, a);
    b.settle(attempt, 'late', { costPicoUsd: 20n });
    assert.deepEqual(counts(merge(b, a)), {
      ...{ calls: 1, known: 0, attempts: 0, uses: 1, requests: 0 },
    });
    const sums = a.do('stat', undefined).attempts.map((sum) => [sum.outcome, sum.paidPicoUsd]);
    assert.deepEqual(sums, [['reply', 20n]]);
  });

  it('gives a reply to a call that is being bought; the buyer’s own is paid, and loses', () => {
    using here = new LedgerScene();
    using there = new LedgerScene();
    const [a, b] = [here.process('a'), there.process('b')];
    const attempt = a.granted();
    b.settle(b.granted(), 'from there');
    merge(b, a);
    const reply = { text: 'from there', finish: 'stop' };
    assert.deepEqual(a.settle(attempt, 'from here', { costPicoUsd: 60n }), reply);
    assert.equal(a.do('runMoney', runA).paidPicoUsd, 60n);
  });
});

describe('the key of the hashes', () => {
  const offer = (process: Process, withKey = true) => {
    const { hashKey } = process.database.opened;
    const fingerprint = keyFingerprint(hashKey);
    return { fingerprint, hashKey: withKey ? hashKey : undefined };
  };

  it('is adopted by an empty ledger, and by no other', () => {
    using here = new LedgerScene();
    using there = new LedgerScene();
    const [a, b] = [here.process(), there.process()];
    assert.equal(a.do('adoptKey', offer(b)), 'differs', 'it has begun a run');
    a.granted();
    assert.equal(a.do('adoptKey', offer(b)), 'differs');
    assert.equal(a.do('adoptKey', offer(a, false)), 'same');
    here.sql('DELETE FROM calls');
    here.sql('DELETE FROM attempts');
    here.sql('DELETE FROM uses');
    here.sql('DELETE FROM runs');
    assert.equal(a.do('adoptKey', offer(b, false)), 'differs', 'the key is not in the file');
    assert.equal(a.do('adoptKey', offer(b)), 'adopted');
    assert.equal(a.do('adoptKey', offer(b)), 'same');
    assert.deepEqual(
      Buffer.from(here.process().database.opened.hashKey),
      Buffer.from(b.database.opened.hashKey),
    );
  });
});
