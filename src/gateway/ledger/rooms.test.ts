import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomEnd, RoomRequest } from '../../contracts/limits.ts';
import { LedgerScene } from './__fixtures__/ledger-scene.ts';

/** 600 a minute: ten at once, then one every 100 ms. Four in flight. */
const take: RoomRequest = {
  limits: [
    {
      ...{ name: 'key model', counting: 'used', adapts: true, requestsPerMinute: 600 },
      concurrency: { min: 4, max: 4, start: 4 },
    },
  ],
  ...{ inputTokens: 10, outputTokensMax: 0 },
};
const news = (count: number, ends: readonly RoomEnd[] = []) => ({
  ...{ document: 'http://server', ends },
  takes: Array.from({ length: count }, () => take),
});

test('two processes on one ledger take no more than there is, and share places in flight', async () => {
  using scene = new LedgerScene();
  const [one, other] = [await scene.open(), await scene.open()];
  try {
    const first = await one.perform('rooms', news(6));
    assert.deepEqual(
      first.answers.map(({ kind }) => kind),
      ['taken', 'taken', 'taken', 'taken', 'wait', 'wait'],
    );
    const refused = await other.perform('rooms', news(1));
    assert.deepEqual([refused.answers[0]?.kind, refused.workers], ['wait', 2]);
    const taken = first.answers.flatMap((answer) => (answer.kind === 'taken' ? [answer] : []));
    const ends = taken.map(({ takenMs }) => {
      return { takenMs, request: take, outcome: 'failed' } as const;
    });
    // All have ended; the other one wants room, so that each may have two.
    const second = await one.perform('rooms', news(4, ends));
    const third = await other.perform('rooms', news(4));
    const counts = [second, third].map(
      ({ answers }) => answers.filter(({ kind }) => kind === 'taken').length,
    );
    assert.deepEqual(counts, [2, 2]);
  } finally {
    await one.close();
    await other.close();
  }
});

test('limits outlive the process that used them', async () => {
  using scene = new LedgerScene();
  const one = await scene.open();
  const slow = { ...take, limits: [{ ...take.limits[0], requestsPerMinute: 1 }] } as RoomRequest;
  const ask = { ...news(0), takes: [slow] };
  assert.equal((await one.perform('rooms', ask)).answers[0]?.kind, 'taken');
  await one.close();
  const other = await scene.open();
  const [answer] = (await other.perform('rooms', ask)).answers;
  await other.close();
  assert.ok(answer?.kind === 'wait' && answer.ms > 50_000 && answer.ms <= 60_000);
});
