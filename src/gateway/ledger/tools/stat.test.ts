import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LedgerScene } from '../__fixtures__/ledger-scene.ts';

/** 2026-10-31 23:59:59.999 UTC, and a millisecond later. */
const [OCTOBER, NOVEMBER] = [1_793_491_199_999, 1_793_491_200_000];

test('stat adds up sends by run, month, model and outcome, and counts what is there', () => {
  using scene = new LedgerScene();
  const a = scene.process().at(OCTOBER);
  a.settle(a.granted({ call: '1', requestParts: ['one'] }), 'x', { reportedModel: 'm-1' });
  a.fail(a.granted({ call: '2', path: 'q1' }), { outcome: 'unknown' });
  a.at(NOVEMBER);
  a.settle(a.granted({ call: '3', path: 'q2' }), 'y', { reportedModel: 'm-1' });
  a.settle(a.granted({ call: '4', path: 'q3' }), 'z', { reportedModel: 'm-1', costPicoUsd: 5n });
  a.granted({ call: '5', path: 'q4', runId: 'run-b', unit: 'v' });
  const { accounts, ...stat } = a.do('stat', undefined);
  const none = { servedBy: undefined, model: undefined, imported: false };
  const replied = { servedBy: 'a test', model: 'm-1', imported: false, worstPicoUsd: 0n };
  assert.deepEqual(stat, {
    calls: { pending: 2, done: 3, failed: 0 },
    imported: 0,
    // {"text":"x","finish":"stop"}, three times.
    replyCharacters: 84,
    uses: 5,
    requests: 1,
    parts: 1,
    batchesOpen: 0,
    attempts: [
      ...[
        {
          ...{ runId: 'run-a', month: '2026-10', outcome: 'unknown', attempts: 1 },
          ...{ ...none, paidPicoUsd: 0n, worstPicoUsd: 100n },
        },
        {
          ...{ runId: 'run-a', month: '2026-10', outcome: 'reply', attempts: 1 },
          ...{ ...replied, paidPicoUsd: 30n },
        },
        {
          ...{ runId: 'run-a', month: '2026-11', outcome: 'reply', attempts: 2 },
          ...{ ...replied, paidPicoUsd: 35n },
        },
        {
          ...{ runId: 'run-b', month: '2026-11', outcome: 'open', attempts: 1 },
          ...{ ...none, paidPicoUsd: 0n, worstPicoUsd: 100n },
        },
      ],
    ],
  });
  assert.deepEqual(
    accounts.map((row) => [row.account, row.spentPicoUsd, row.reservedPicoUsd]),
    [
      ['run:run-a', 165n, 0n],
      ['run:run-b', 0n, 100n],
    ],
  );
});
