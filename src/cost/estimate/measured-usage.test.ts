import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MeasuredUsage, Spread } from '../../contracts/measured-usage.ts';
import { MeasuredUsages } from './measured-usage.ts';

function spread(mean: number, deviation: number, count: number): Spread {
  return { count, mean, deviation, p10: mean, p50: mean, p90: mean };
}

function row(changes: Partial<MeasuredUsage>, output: Spread): MeasuredUsage {
  return {
    ...{ model: 'gpt-4o-mini-2024-07-18', dataset: 'd', phase: 'answer', step: 'answer' },
    ...{ replies: output.count, inputTokens: 600, cachedInputTokens: 300, cacheWriteTokens: 100 },
    ...{
      embeddedTokens: 0,
      cacheChances: 40,
      cacheHits: 30,
      outputTokens: output,
      latencyMs: undefined,
    },
    ...{ lostAttempts: 2, refusedAttempts: 9, ...changes },
  };
}

const usages = new MeasuredUsages([
  row({}, spread(40, 10, 100)),
  row({ dataset: 'e' }, spread(80, 10, 100)),
  row({ model: 'other', dataset: 'f' }, spread(7, 0, 5)),
]);
const asked = { dataset: 'd', phase: 'answer', step: 'answer', calls: 100 } as const;

test('the same model on the same dataset is asked first, and a mean of few calls is vague', () => {
  // By hand: 1.645 × √(100 × (1/100 + 1/100)) = 2.3264.
  const found = usages.outputTokens({ ...asked, model: 'gpt-4o-mini' });
  assert.deepEqual(
    { ...found, guess: Object.values(found?.guess ?? {}).map((n) => n.toFixed(4)) },
    { guess: ['37.6736', '40.0000', '42.3264'], replies: 100, of: 'same' },
  );
  const one = usages.outputTokens({ ...asked, model: 'gpt-4o-mini', calls: 1 });
  assert.equal(one?.guess.high.toFixed(2), '56.53');
});

test('what stands in for it reaches as far as the means that it is made of', () => {
  const elsewhere = usages.outputTokens({ ...asked, model: 'gpt-4o-mini', dataset: 'f' });
  // By hand: 1.645 × √(100 × (1/200 + 1/100)) = 2.0147 beyond 40 and 80.
  assert.deepEqual(
    { ...elsewhere, guess: Object.values(elsewhere?.guess ?? {}).map((n) => n.toFixed(4)) },
    { guess: ['37.9853', '60.0000', '82.0147'], replies: 200, of: 'other datasets' },
  );
  assert.deepEqual(usages.outputTokens({ ...asked, model: 'new', dataset: 'f' }), {
    guess: { low: 7, expected: 7, high: 7 },
    ...{ replies: 5, of: 'other models' },
  });
  assert.equal(usages.outputTokens({ ...asked, model: 'other', step: 'judge' }), undefined);
  assert.equal(usages.latencyMs({ ...asked, model: 'other' }), undefined);
});

test('shares of the cache and of lost sends are a model’s own', () => {
  assert.deepEqual(
    [usages.cacheChances('gpt-4o-mini'), usages.cacheChances('gpt-5')],
    [
      { replies: 80, hits: 60 },
      { replies: 0, hits: 0 },
    ],
  );
  assert.deepEqual(
    [usages.lostPerReply('gpt-4o-mini'), usages.lostPerReply('gpt-4')],
    [4 / 200, undefined],
  );
});
