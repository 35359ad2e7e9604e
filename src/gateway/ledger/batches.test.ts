import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../core/hashing.ts';
import { parseRunId } from '../../core/ids.ts';
import { claimRequest, LedgerScene, type Process } from './__fixtures__/ledger-scene.ts';

/** A process that exists as long as this test runs, and one that never does. */
const LIVE_PID = process.ppid;
const DEAD_PID = 2 ** 22 + 1;

function openBatch(buyer: Process, calls: readonly string[], budgetPicoUsd?: bigint) {
  const limit = budgetPicoUsd === undefined ? {} : { budgetPicoUsd };
  return buyer.do('openBatch', {
    ...{ tag: 'mab-1', route: 'a route', model: 'm' },
    claims: calls.map((call) => claimRequest({ call, path: call, ...limit })),
  });
}

function exposure(buyer: Process): bigint {
  return buyer.do('runMoney', { runId: parseRunId('run-a') }).exposurePicoUsd;
}

describe('a batch in the ledger', () => {
  it('is entered with the intents of the calls that it was granted, in one transaction', () => {
    using scene = new LedgerScene();
    const buyer = scene.process();
    buyer.settle(buyer.granted({ call: 'b', path: 'b' }), 'Known.');
    const { batch, answers } = openBatch(buyer, ['a', 'b', 'c', 'a']);
    const inBatch = { kind: 'in-batch', batch, route: 'a route' };
    assert.deepEqual(
      answers.map(({ kind }) => kind),
      ['granted', 'hit', 'granted', 'in-batch'],
    );
    assert.deepEqual(answers[3], inBatch);
    assert.deepEqual(
      scene.sql('SELECT batch, attempt, item FROM batch_items').map((row) => ({ ...row })),
      [
        { batch, attempt: 2, item: 'mab-1-2' },
        { batch, attempt: 3, item: 'mab-1-3' },
      ],
    );
    assert.deepEqual(
      scene.sql('SELECT lane, route FROM attempts ORDER BY attempt').map((row) => ({ ...row })),
      [
        { lane: 'live', route: 'a' },
        { lane: 'batch', route: null },
        { lane: 'batch', route: null },
      ],
    );
    assert.equal(exposure(buyer), 30n + 100n + 100n);
  });

  it('is none where nothing was granted, and leaves out what the budget does not bear', () => {
    using scene = new LedgerScene();
    const buyer = scene.process();
    const kinds = openBatch(buyer, ['a', 'b', 'c'], 250n).answers.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['granted', 'granted', 'over-budget']);
    const none = openBatch(buyer, ['d'], 250n);
    assert.deepEqual([none.batch, none.answers.length], [undefined, 1]);
    assert.equal(scene.sql('SELECT * FROM batches').length, 1);
  });

  it('has the calls that still fit beside larger ones that do not', () => {
    using scene = new LedgerScene();
    const buyer = scene.process();
    const worsts = [100n, 100n, 90n, 100n, 60n, 50n, 60n, 1n];
    const { answers } = buyer.do('openBatch', {
      ...{ tag: 'mab-1', route: 'a route', model: 'm' },
      claims: worsts.map((picoUsd, at) =>
        claimRequest({
          ...{ call: `${at}`, path: `${at}`, budgetPicoUsd: 250n },
          worst: { picoUsd, tokens: 50 },
        }),
      ),
    });
    // By hand: 100 + 100 + 50 are 250.
    assert.deepEqual(
      answers.map((answer) => (answer.kind === 'over-budget' ? answer.waits : answer.kind)),
      ['granted', 'granted', true, true, true, 'granted', true, true],
    );
  });

  it('is waited for by others while its owner lives', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    const { batch = 0 } = openBatch(a, ['x']);
    scene.disguise(a, LIVE_PID);
    assert.deepEqual(b.claim({ path: 'x' }), { kind: 'wait', owner: a.owner });
    assert.deepEqual(b.do('takeBatch', { batch }), { kind: 'wait' });
  });

  it('is taken over when its owner is gone, and its attempts stay as they are', () => {
    using scene = new LedgerScene();
    const [a, b, c] = [scene.process(), scene.process(), scene.process()];
    const { batch = 0 } = openBatch(a, ['x', 'y']);
    a.do('recordBatch', { batch, fence: 1, batchId: 'vendor-1' });
    a.settle(1, 'Done.');
    scene.disguise(a, DEAD_PID);
    const call = { call: 'y', path: 'y' };
    assert.deepEqual(b.claim(call), { kind: 'in-batch', batch, route: 'a route' });
    assert.deepEqual(b.do('takeBatch', { batch }), {
      ...{ kind: 'taken', batch, fence: 2, tag: 'mab-1', route: 'a route', batchId: 'vendor-1' },
      ...{ createdMs: 1_000_000, submittedMs: 1_000_000, requests: 2 },
      items: [{ attempt: 2, item: 'mab-1-2', key: sha256('y') }],
    });
    scene.disguise(b, LIVE_PID);
    assert.deepEqual(c.claim(call), { kind: 'wait', owner: b.owner });
    b.settle(2, 'Done too.');
    b.do('closeBatch', { batch, fence: 2 });
    assert.deepEqual(b.do('takeBatch', { batch }), { kind: 'closed' });
    assert.deepEqual(scene.outcomes(), ['reply', 'reply']);
  });

  it('is charged when it was given up as never handed in, and was handed in after all', () => {
    using scene = new LedgerScene();
    const [slow, next] = [scene.process(), scene.process()];
    const { batch = 0 } = openBatch(slow, ['x']);
    scene.disguise(slow, DEAD_PID);
    next.do('takeBatch', { batch });
    next.fail(1);
    next.do('closeBatch', { batch, fence: 2 });
    assert.equal(exposure(next), 0n);
    assert.equal(slow.do('resubmitBatch', { batch, fence: 1 }), false);
    assert.equal(slow.do('recordBatch', { batch, fence: 1, batchId: 'vendor-1' }), false);
    assert.deepEqual(scene.outcomes(), ['unknown']);
    assert.equal(exposure(next), 100n);
  });

  it('is shown to its run until nothing of it is open', () => {
    using scene = new LedgerScene();
    const buyer = scene.process();
    const { batch = 0 } = openBatch(buyer, ['x', 'y']);
    const at = () => buyer.do('batchesAtVendors', { runId: 'run-a' });
    assert.deepEqual(at(), [{ model: 'm', createdMs: 1_000_000, calls: 2 }]);
    assert.deepEqual(buyer.do('batchesAtVendors', { runId: 'run-b' }), []);
    buyer.do('recordBatch', { batch, fence: 1, batchId: 'vendor-1' });
    buyer.settle(1, 'Done.');
    const left = { model: 'm', createdMs: 1_000_000, calls: 1, batchId: 'vendor-1' };
    assert.deepEqual(at(), [left]);
    assert.deepEqual(buyer.do('knownBatches', { route: 'a route' }), ['vendor-1']);
    buyer.fail(2, { outcome: 'unknown' });
    assert.deepEqual(at(), []);
  });
});
