import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStated } from './stated.ts';

test('a value keeps how exactly it was written', () => {
  assert.deepEqual(parseStated('8.10 USD'), {
    kind: 'value',
    at: { value: 8.1, rounding: 0.005, significance: 0.005 },
    unit: 'USD',
  });
  assert.deepEqual(parseStated('250 USD a month'), {
    kind: 'value',
    at: { value: 250, rounding: 0.5, significance: 5 },
    unit: 'USD a month',
  });
  assert.deepEqual(parseStated('614K tokens'), {
    kind: 'value',
    at: { value: 614_000, rounding: 500, significance: 500 },
    unit: 'tokens',
  });
});

test('ranges, lists and bounds', () => {
  const ends = { rounding: 0.5, significance: 5 };
  assert.deepEqual(parseStated('120..150 USD a month'), {
    kind: 'range',
    low: { value: 120, ...ends },
    high: { value: 150, ...ends },
    unit: 'USD a month',
  });
  assert.deepEqual(parseStated('4 / 16 vCPU, GB'), {
    kind: 'list',
    values: [4, 16].map((value) => ({ value, rounding: 0.5, significance: 0.5 })),
    unit: 'vCPU, GB',
  });
  assert.deepEqual(parseStated('< 1.5M calls a month'), {
    kind: 'bound',
    sign: '<',
    limit: 1_500_000,
    unit: 'calls a month',
  });
  assert.throws(() => parseStated('about 3'), /Not a stated value: about 3/);
});
