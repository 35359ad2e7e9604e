import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../core/clock.ts';
import { InFlight } from '../in-flight.ts';
import { BudgetRoom } from './budget-room.ts';

test('whoever waits for long is told of every few seconds, and once when it is over', async () => {
  let nowMs = 0;
  const clock: Clock = {
    now: () => nowMs,
    elapsed: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
  const told: unknown[] = [];
  const room = new BudgetRoom({
    ...{ clock, ledger: {} as never, signal: new AbortController().signal },
    inFlight: new InFlight(),
    onWaiting: (waiting) => told.push([waiting, Math.floor(nowMs / 1_000)]),
  });
  const ended = (work: () => boolean) =>
    room.whileShort(
      async () => work(),
      (short) => short,
    );
  await Promise.all([ended(() => nowMs < 8_000), ended(() => nowMs < 1_000)]);
  assert.deepEqual(told, [
    [2, 3],
    [2, 6],
    [0, 8],
  ]);
  await ended(() => nowMs < 9_000);
  assert.equal(told.length, 3, 'a short wait is not worth a word');
});
