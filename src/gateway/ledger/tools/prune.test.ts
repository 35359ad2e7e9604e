import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../../core/hashing.ts';
import { parseRunId } from '../../../core/ids.ts';
import { LedgerScene } from '../__fixtures__/ledger-scene.ts';

const LIVE_PID = process.ppid;
const committed = new Set([sha256('u')]);

describe('what may be deleted', () => {
  it('is what only finished units have used, oldest first', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const of = (call: string, unit: string) => ({ call, unit, path: `${call}/answer` });
    a.at(3_000).settle(a.granted(of('new', 'u')), 'new');
    a.at(1_000).settle(a.granted(of('old', 'u')), 'older');
    a.at(2_000).settle(a.granted(of('shared', 'u')), 'shared');
    assert.equal(a.claim(of('shared', 'unfinished')).kind, 'hit');
    a.settle(a.granted(of('other', 'unfinished')), 'other');
    a.granted(of('open', 'u'));
    a.fail(a.granted(of('refused', 'u')), { final: true });
    const { calls, kept } = a.do('prunable', { committed });
    assert.deepEqual(
      calls.map(({ key, doneMs, characters }) => [key, doneMs, characters]),
      [
        // {"text":"older","finish":"stop"}
        [sha256('old'), 1_000, 32],
        [sha256('new'), 3_000, 30],
      ],
    );
    assert.equal(kept, 2);
  });
});

describe('pruning', () => {
  it('deletes replies, requests, parts and places in the journal, and no money', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const first = { call: '1', path: 'q1', requestParts: ['shared\n', 'only first'] };
    const second = { call: '2', path: 'q2', requestParts: ['shared\n', 'only second'] };
    a.settle(a.granted(first), 'one');
    a.settle(a.granted(second), 'two');
    const before = a.do('runMoney', { runId: parseRunId('run-a') });
    a.do('prune', { keys: [sha256('1')] });
    assert.deepEqual(a.do('runMoney', { runId: parseRunId('run-a') }), before);
    assert.equal(scene.sql('SELECT * FROM parts').length, 2);
    assert.deepEqual(
      scene.sql('SELECT path FROM uses').map(({ path }) => path),
      ['q2'],
    );
    assert.deepEqual(a.do('checkCalls', undefined).problems, []);
    assert.deepEqual(a.do('checkAccounts', { repair: false }), []);
    assert.equal(a.claim(second).kind, 'hit');
    assert.equal(a.claim(first).kind, 'granted', 'it would be bought again');
  });

  it('does not touch a call that is open', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    a.granted();
    a.do('prune', { keys: [sha256('x')] });
    assert.equal(scene.sql('SELECT * FROM calls').length, 1);
  });

  it('is refused while another process lives', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process('a'), scene.process('b')];
    scene.disguise(b, LIVE_PID);
    a.settle(a.granted(), 'x');
    assert.throws(() => a.do('prune', { keys: [sha256('x')] }), { code: 'LEDGER_BUSY' });
    assert.equal(a.claim().kind, 'hit');
  });
});
