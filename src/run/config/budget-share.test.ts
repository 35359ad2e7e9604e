import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareOfBudget } from './budget-share.ts';

test('each of three workers has a third of every limit, rounded down', () => {
  const budget = {
    run: { picoUsd: 100n, tokens: 10 },
    cell: { picoUsd: 2n },
    month: {},
    tags: { nightly: { tokens: 7 }, team: {} },
    warnAt: [50],
  };
  assert.deepEqual(shareOfBudget(budget, 3), {
    run: { picoUsd: 33n, tokens: 3 },
    cell: { picoUsd: 0n },
    month: {},
    tags: { nightly: { tokens: 2 }, team: {} },
    warnAt: [50],
  });
  assert.deepEqual(shareOfBudget(budget, 1), budget);
});
