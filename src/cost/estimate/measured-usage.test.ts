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
  // By hand: (1.645 + 6.0965 / (4 × 99)) × √(100 × (1/100 + 1/100)) = 2.3482.
  const found = usages.outputTokens({ ...asked, model: 'gpt-4o-mini' });
  assert.deepEqual(
    { ...found, guess: Object.values(found?.guess ?? {}).map((n) => n.toFixed(4)) },
    { guess: ['37.6518', '40.0000', '42.3482'], replies: 100, of: 'same' },
  );
  const one = usages.outputTokens({ ...asked, model: 'gpt-4o-mini', calls: 1 });
  assert.equal(one?.guess.high.toFixed(2), '56.69');
});

test('few replies say little of how far the next ones are from them', () => {
  const few = new MeasuredUsages([
    row({}, spread(40, 10, 6)),
    row({ dataset: 'e' }, spread(40, 0, 1)),
  ]);
  const width = (dataset: string): number => {
    const { low = 0, high = 0 } =
      few.outputTokens({ ...asked, model: 'gpt-4o-mini', dataset })?.guess ?? {};
    return high - low;
  };
  // By hand: 2 × 1.9498 × 10 × √(1/6 + 1/100); t of 5 degrees of freedom is 2.015.
  assert.equal(width('d').toFixed(2), '16.39');
  // (1.645 + 6.0965 / 4) × 40 × √(1 + 1/100) above, and down to nothing below.
  assert.equal(width('e').toFixed(2), '167.40');
});

test('what stands in for it reaches as far as the means that it is made of', () => {
  const elsewhere = usages.outputTokens({ ...asked, model: 'gpt-4o-mini', dataset: 'f' });
  // By hand: (1.645 + 6.0965 / (4 × 199)) × √(100 × (1/200 + 1/100)) = 2.0241 beyond 40 and 80.
  assert.deepEqual(
    { ...elsewhere, guess: Object.values(elsewhere?.guess ?? {}).map((n) => n.toFixed(4)) },
    { guess: ['37.9759', '60.0000', '82.0241'], replies: 200, of: 'other datasets' },
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
