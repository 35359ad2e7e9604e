import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callAccounts } from './call-accounts.ts';

const budget = {
  run: { picoUsd: 5n },
  cell: { tokens: 7 },
  month: {},
  tags: { nightly: { picoUsd: 9n, tokens: 11 }, team: {} },
  warnAt: [],
};

test('a call counts for its run, cell, tags and month, with or without a limit', () => {
  const lastMoment = Date.parse('2026-11-30T23:59:59.999Z');
  const spender = { runId: 'r-1', cellId: 'c-1' };
  assert.deepEqual(callAccounts(budget, spender, lastMoment), [
    { name: 'run:r-1', limitPicoUsd: 5n, limitTokens: undefined },
    { name: 'cell:r-1/c-1', limitPicoUsd: undefined, limitTokens: 7 },
    { name: 'tag:nightly', limitPicoUsd: 9n, limitTokens: 11 },
    { name: 'tag:team', limitPicoUsd: undefined, limitTokens: undefined },
    { name: 'month:2026-11', limitPicoUsd: undefined, limitTokens: undefined },
  ]);
  const names = callAccounts(budget, { runId: 'r-1' }, lastMoment + 1).map(({ name }) => name);
  assert.deepEqual(names, ['run:r-1', 'tag:nightly', 'tag:team', 'month:2026-12']);
});
