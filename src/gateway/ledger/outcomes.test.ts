import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../core/hashing.ts';
import { parseRunId, parseUnitId } from '../../core/ids.ts';
import { LedgerScene, type Process, settlementOf } from './__fixtures__/ledger-scene.ts';

const runA = { runId: parseRunId('run-a') };

/** A call that one process has sent and another has taken over, both attempts still open. */
function takenOver(scene: LedgerScene): { slow: Process; quick: Process } {
  const [slow, quick] = [scene.process('slow'), scene.process('quick')];
  slow.granted();
  quick.granted();
  return { slow, quick };
}

describe('a reply that comes after its call was taken over', () => {
  it('is paid for, and the reply that was first stands for both', () => {
    using scene = new LedgerScene();
    const { slow, quick } = takenOver(scene);
    const first = { text: 'first', finish: 'stop' };
    assert.deepEqual(quick.settle(2, 'first', { costPicoUsd: 40n }), first);
    assert.deepEqual(slow.settle(1, 'second', { costPicoUsd: 30n }), first);
    assert.deepEqual(slow.claim(), { kind: 'hit', reply: first, diverged: false });
    assert.deepEqual(quick.do('runMoney', runA), {
      ...{ epoch: 1, exposurePicoUsd: 70n, paidPicoUsd: 70n },
      ...{ unknownPicoUsd: 0n, unknownAttempts: 0, openAttempts: 0 },
    });
  });

  it('is kept where it is faster than the one that took over', () => {
    using scene = new LedgerScene();
    const { slow, quick } = takenOver(scene);
    const reply = { text: 'late but first', finish: 'stop' };
    assert.deepEqual(slow.settle(1, 'late but first'), reply);
    assert.deepEqual(quick.settle(2, 'too late'), reply);
    const { uses } = quick.do('unitCalls', { unitId: parseUnitId(sha256('u')) });
    assert.deepEqual(
      uses.map(({ reply, costPicoUsd, buyerOwner }) => ({ reply, costPicoUsd, buyerOwner })),
      [{ reply, costPicoUsd: 30n, buyerOwner: slow.owner }],
    );
  });

  it('is not lost when the one that took over is refused for good', () => {
    using scene = new LedgerScene();
    const { slow, quick } = takenOver(scene);
    slow.settle(1, 'a reply');
    quick.fail(2, { final: true, givesUp: true });
    assert.equal(quick.claim().kind, 'hit');
  });

  it('is not disturbed when the slow one fails instead', () => {
    using scene = new LedgerScene();
    const { slow, quick } = takenOver(scene);
    slow.fail(1, { final: true, givesUp: true });
    assert.deepEqual(quick.settle(2, 'a reply'), { text: 'a reply', finish: 'stop' });
    assert.equal(quick.claim().kind, 'hit');
    assert.deepEqual(scene.outcomes(), ['unknown', 'reply']);
  });
});

describe('closing an attempt', () => {
  it('counts its money once, however often it is reported', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const attempt = a.granted();
    a.settle(attempt, 'x');
    a.settle(attempt, 'x');
    a.fail(attempt, { outcome: 'unknown' });
    const money = a.do('runMoney', runA);
    assert.deepEqual([money.paidPicoUsd, money.exposurePicoUsd], [30n, 30n]);
    assert.deepEqual(scene.outcomes(), ['reply']);
  });

  it('that may have been billed keeps its worst case reserved', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    a.fail(a.granted(), { outcome: 'unknown' });
    assert.deepEqual(a.do('runMoney', runA), {
      ...{ epoch: 1, exposurePicoUsd: 100n, paidPicoUsd: 0n },
      ...{ unknownPicoUsd: 100n, unknownAttempts: 1, openAttempts: 0 },
    });
  });

  it('that the ledger does not know is a fault of ours', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    assert.throws(() => a.settle(99, 'x'), { code: 'ATTEMPT_UNKNOWN', blame: 'bug' });
  });

  it('together with others closes all of them or none', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const [x, y] = [a.granted({ call: 'x' }), a.granted({ call: 'y', path: 'q000001/answer' })];
    const settlement = (attempt: number) => settlementOf(attempt, `reply ${attempt}`);
    const broken = [x, 99].map(settlement);
    assert.throws(() => a.do('settleTogether', broken), { code: 'ATTEMPT_UNKNOWN' });
    assert.deepEqual(scene.outcomes(), ['open', 'open']);
    assert.deepEqual(a.do('settleTogether', [x, y].map(settlement)), [
      { text: `reply ${x}`, finish: 'stop' },
      { text: `reply ${y}`, finish: 'stop' },
    ]);
    assert.deepEqual(scene.outcomes(), ['reply', 'reply']);
    const money = a.do('runMoney', runA);
    assert.deepEqual([money.paidPicoUsd, money.exposurePicoUsd], [60n, 60n]);
  });

  it('holds amounts beyond what a double can hold', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const amount = 2n ** 53n + 1n;
    const attempt = a.granted({ worst: { picoUsd: amount, tokens: 1 } });
    assert.equal(a.do('runMoney', runA).exposurePicoUsd, amount);
    a.settle(attempt, 'x', { costPicoUsd: amount });
    assert.equal(a.do('runMoney', runA).paidPicoUsd, amount);
  });
});
