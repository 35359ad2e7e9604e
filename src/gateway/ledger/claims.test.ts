import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../core/hashing.ts';
import { parseRunId } from '../../core/ids.ts';
import { LedgerScene } from './__fixtures__/ledger-scene.ts';

/** A process that exists as long as this test runs, and one that never does. */
const LIVE_PID = process.ppid;
const DEAD_PID = 2 ** 22 + 1;
const HEARTBEAT_MS = 1_000_000;

describe('who may buy a call', () => {
  it('one process buys, the others wait, and all get the one reply', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    scene.disguise(a, LIVE_PID);
    const attempt = a.granted();
    assert.deepEqual(b.claim(), { kind: 'wait', owner: a.owner });
    a.settle(attempt, 'Paris');
    const hit = { kind: 'hit', reply: { text: 'Paris', finish: 'stop' }, diverged: false };
    assert.deepEqual(b.claim(), hit);
    assert.deepEqual(a.claim(), hit);
    assert.deepEqual(scene.outcomes(), ['reply']);
  });

  it('a call whose buyer is gone is taken over at once, its attempt is unknown', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    a.granted();
    scene.disguise(a, DEAD_PID);
    const answer = b.claim();
    assert.deepEqual(answer, { kind: 'granted', attempt: 2, diverged: false, unknown: 1 });
    assert.deepEqual(scene.outcomes(), ['unknown', 'open']);
  });

  it('a buyer on another machine, or in another container, is gone when it is silent', () => {
    for (const host of ['elsewhere', 'this-machine pid:[1]']) {
      using scene = new LedgerScene();
      const [a, b] = [scene.process(), scene.process()];
      a.granted();
      scene.disguise(a, DEAD_PID, { host, heartbeatMs: HEARTBEAT_MS });
      assert.equal(b.at(HEARTBEAT_MS + 14_999).claim().kind, 'wait');
      assert.equal(b.at(HEARTBEAT_MS + 15_000).claim().kind, 'granted');
    }
  });

  it('a process number that was given away again does not keep a dead buyer alive', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    a.granted();
    scene.disguise(a, LIVE_PID, { heartbeatMs: HEARTBEAT_MS });
    assert.equal(b.at(HEARTBEAT_MS + 15_000).claim().kind, 'granted');
  });

  it('our own process number under another name is a dead one, as after a restart in a container', () => {
    using scene = new LedgerScene();
    scene.process('before').granted();
    assert.equal(scene.process('after').claim().kind, 'granted');
  });

  it('two ledgers of one process wait for each other', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process('one'), scene.process('one')];
    a.granted();
    assert.deepEqual(b.claim(), { kind: 'wait', owner: a.owner });
  });

  it('a buyer that closed its ledger is not waited for', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process('one'), scene.process('one')];
    a.granted();
    scene.sql('DELETE FROM owners WHERE owner = ?', [a.owner]);
    assert.equal(b.claim().kind, 'granted');
  });

  it('a call that its buyer has given up is free for others while the buyer lives', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    scene.disguise(a, LIVE_PID);
    const first = a.granted();
    a.fail(first, { givesUp: false });
    assert.equal(b.claim().kind, 'wait', 'it will send again');
    const second = a.granted();
    a.fail(second, { givesUp: true });
    assert.deepEqual(b.claim(), { kind: 'granted', attempt: 3, diverged: false, unknown: 0 });
    assert.deepEqual(scene.outcomes(), ['error', 'error', 'open']);
  });
});

describe('what was refused for good', () => {
  it('is not asked again by the same run until its next epoch', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const refused = { final: true, givesUp: true, code: 'PROVIDER_REFUSED', message: 'No.' };
    a.fail(a.granted(), refused);
    assert.deepEqual(a.claim(), {
      kind: 'failed-before',
      code: 'PROVIDER_REFUSED',
      message: 'No.',
    });
    a.do('startRun', { runId: parseRunId('run-a'), newEpoch: true });
    a.settle(a.granted(), 'Yes.');
    assert.equal(a.claim().kind, 'hit');
    assert.deepEqual(scene.outcomes(), ['error', 'reply']);
  });

  it('is asked again by another run', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    a.fail(a.granted(), { final: true, givesUp: true });
    assert.equal(a.claim({ runId: 'run-b' }).kind, 'granted');
  });
});

describe('the budget', () => {
  it('counts what is spent, reserved and unknown, and the call that would pass it is not sent', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const budget = { budgetPicoUsd: 250n };
    a.settle(a.granted({ call: '1', ...budget }), 'one', { costPicoUsd: 40n });
    a.fail(a.granted({ call: '2', path: 'q1/answer', ...budget }), { outcome: 'unknown' });
    const claim = { call: '3', path: 'q2/answer' };
    assert.deepEqual(a.claim({ ...claim, budgetPicoUsd: 239n }), {
      kind: 'over-budget',
      account: { name: 'run:run-a', limitPicoUsd: 239n },
      balance: {
        reserved: { picoUsd: 0n, tokens: 0 },
        spent: { picoUsd: 140n, tokens: 61 },
      },
      waits: false,
    });
    assert.equal(a.claim({ ...claim, budgetPicoUsd: 240n }).kind, 'granted');
    const money = a.do('runMoney', { runId: parseRunId('run-a') });
    assert.deepEqual(money, {
      ...{ epoch: 1, exposurePicoUsd: 240n, paidPicoUsd: 40n },
      ...{ unknownPicoUsd: 100n, unknownAttempts: 1, openAttempts: 1 },
    });
  });

  it('is not touched by errors that nobody bills, nor by replies from the ledger', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const budget = { budgetPicoUsd: 100n };
    for (let send = 0; send < 3; send++) a.fail(a.granted(budget));
    a.settle(a.granted(budget), 'x', { costPicoUsd: 100n });
    assert.equal(a.claim(budget).kind, 'hit');
  });

  it('of one run is not touched by another run', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    a.settle(a.granted(), 'x', { costPicoUsd: 100n });
    const other = { call: 'y', runId: 'run-b', unit: 'v', budgetPicoUsd: 100n };
    assert.equal(a.claim(other).kind, 'granted');
  });
});

describe('a call that differs from the journal', () => {
  it('is refused before anything is sent, and bought where that was allowed', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    a.settle(a.granted({ call: 'old' }), 'old');
    assert.deepEqual(a.claim({ call: 'new' }), { kind: 'diverged', recorded: sha256('old') });
    assert.deepEqual(scene.outcomes(), ['reply']);
    const answer = a.claim({ call: 'new', acceptDiverged: true });
    assert.deepEqual(answer, { kind: 'granted', attempt: 2, diverged: true, unknown: 0 });
    a.settle(2, 'new');
    assert.deepEqual(a.claim({ call: 'new' }), {
      kind: 'hit',
      reply: { text: 'new', finish: 'stop' },
      diverged: false,
    });
  });

  it('is reported as diverged, and costs nothing, where the ledger has its reply', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    a.settle(a.granted({ call: 'old' }), 'old');
    a.settle(a.granted({ call: 'new', unit: 'v' }), 'new');
    assert.equal(a.claim({ call: 'new' }).kind, 'diverged');
    const answer = a.claim({ call: 'new', acceptDiverged: true });
    assert.deepEqual(answer, {
      kind: 'hit',
      reply: { text: 'new', finish: 'stop' },
      diverged: true,
    });
    assert.equal(scene.outcomes().length, 2);
  });
});

describe('replies of a model that may move', () => {
  const DAY = 86_400_000;
  const week = { replyAgeMsMax: 7 * DAY };

  it('are used by other runs until they are too old', () => {
    using scene = new LedgerScene();
    const a = scene.process().at(0);
    a.settle(a.granted(week), 'then');
    const other = { ...week, runId: 'run-b', unit: 'v' };
    assert.equal(a.at(7 * DAY).claim(other).kind, 'hit');
    const later = { ...other, unit: 'w' };
    assert.deepEqual(a.at(7 * DAY + 1).claim(later), { kind: 'expired' });
    assert.equal(
      a.claim({ ...later, replyAgeMsMax: undefined }).kind,
      'hit',
      'pinned models do not',
    );
  });

  it('stay good for the run that bought them', () => {
    using scene = new LedgerScene();
    const a = scene.process().at(0);
    a.settle(a.granted(week), 'then');
    assert.equal(a.at(100 * DAY).claim(week).kind, 'hit');
  });

  it('stay good for a unit that has used them, so that it can be resumed', () => {
    using scene = new LedgerScene();
    const a = scene.process().at(0);
    a.settle(a.granted(week), 'then');
    const other = { ...week, runId: 'run-b', unit: 'v' };
    assert.equal(a.at(6 * DAY).claim(other).kind, 'hit');
    assert.equal(a.at(8 * DAY).claim(other).kind, 'hit');
  });
});
