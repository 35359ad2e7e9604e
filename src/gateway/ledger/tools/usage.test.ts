import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Usage } from '../../../contracts/model.ts';
import { LedgerScene } from '../__fixtures__/ledger-scene.ts';

const NO_TOKENS: Usage = {
  ...{ inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0 },
  ...{ outputTokens: 0, reasoningTokens: 0, source: 'reported' },
};

test('usage adds up replies by model, dataset and step, with the sends that were lost', () => {
  using scene = new LedgerScene();
  const a = scene.process();
  for (const [at, outputTokens] of [10, 20, 60].entries()) {
    const call = { call: `c${at}`, path: `q00000${at}/answer`, unit: `u${at}` };
    if (at === 1) a.fail(a.granted(call), { outcome: 'unknown' });
    if (at === 2) a.fail(a.granted(call));
    a.settle(a.granted(call), 'x', {
      usage: { ...NO_TOKENS, inputTokens: 100, cachedInputTokens: 5, outputTokens },
      ...{ reportedModel: 'm-1', latencyMs: 10 * (at + 1) },
    });
  }
  const text = a.granted({ call: 'v', path: 'finalize/embed/000004', dataset: 'other' });
  a.settle(text, 'x', { usage: { ...NO_TOKENS, embeddedTokens: 7 }, latencyMs: 4 });
  a.granted({ call: 'open', path: 'q000009/answer' });
  a.settle(a.granted({ call: 'b', path: 'q000008/answer', runId: 'run-b', unit: 'v' }), 'x');
  const sums = {
    ...{ inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, embeddedTokens: 0 },
    ...{ cacheChances: 0, cacheHits: 0 },
  };
  const one = (value: number) => ({
    ...{ count: 1, mean: value, deviation: 0, p10: value, p50: value, p90: value },
  });
  assert.deepEqual(a.do('usage', { exceptRun: 'run-b' }), [
    {
      ...{ model: undefined, dataset: 'other', phase: 'answer', step: 'embed', replies: 1 },
      ...{ ...sums, embeddedTokens: 7, outputTokens: one(0), latencyMs: one(4) },
      ...{ lostAttempts: 0, refusedAttempts: 0 },
    },
    {
      ...{ model: 'm-1', dataset: 'a-dataset', phase: 'answer', step: 'answer', replies: 3 },
      ...{ ...sums, inputTokens: 300, cachedInputTokens: 15 },
      // By hand: √((20² + 10² + 30²) / 2) = √700.
      outputTokens: { count: 3, mean: 30, deviation: Math.sqrt(700), p10: 10, p50: 20, p90: 60 },
      latencyMs: { count: 3, mean: 20, deviation: 10, p10: 10, p50: 20, p90: 30 },
      ...{ lostAttempts: 1, refusedAttempts: 1 },
    },
  ]);
});

test('latencies of the batch lane are none, and an empty ledger has measured nothing', () => {
  using scene = new LedgerScene();
  const a = scene.process();
  assert.deepEqual(a.do('usage', { exceptRun: '' }), []);
  a.settle(a.granted(), 'x');
  scene.sql("UPDATE attempts SET lane = 'batch'");
  const [only] = a.do('usage', { exceptRun: '' });
  assert.deepEqual([only?.replies, only?.latencyMs], [1, undefined]);
});
