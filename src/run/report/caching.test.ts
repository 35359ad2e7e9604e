import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Usage } from '../../contracts/model.ts';
import { NO_USAGE } from '../phase-costs.ts';
import { caching } from './caching.ts';

/** Dollars a million: 1, 0.10 from the cache, 1.25 into it. */
const PRICES = {
  inputPicoUsd: '1000000',
  cachedInputPicoUsd: '100000',
  cacheWritePicoUsd: '1250000',
};
/** As manifests have them since they have the price of output, too: 4. */
const WITH_OUTPUT = { ...PRICES, outputPicoUsd: '4000000' };
const usageOf = (cachedInputTokens: number, cacheWriteTokens: number) => ({
  ...NO_USAGE,
  cachedInputTokens,
  cacheWriteTokens,
});
const part = (usage: Usage, standalonePicoUsd: string) => [{ usage, standalonePicoUsd }];

/**
 * By hand: nine readings of 1,000 tokens at 0.10 and one writing at 1.25 cost 2,150 millionths;
 * ten readings at the full price 10,000. That is 7,850 less, or 78.5 %.
 */
test('what was saved is what it would have cost without, less what it cost', () => {
  assert.deepEqual(caching(part(usageOf(9_000, 1_000), '2150000000'), PRICES), {
    caching: { savedPicoUsd: '7850000000', savedShare: 0.785 },
  });
});

test('a cache that was written and never read cost more', () => {
  assert.deepEqual(caching(part(usageOf(0, 1_000), '1250000000'), PRICES), {
    caching: { savedPicoUsd: '-250000000', savedShare: -0.25 },
  });
});

test('nothing is said where no vendor reported a cache, and where the prices are unknown', () => {
  const counted = { ...NO_USAGE, inputTokens: 9_000, source: 'estimated' as const };
  assert.deepEqual(caching(part(counted, '9000000000'), PRICES), {});
  assert.deepEqual(caching(part(usageOf(9_000, 0), '900000000'), undefined), {});
  const free = { inputPicoUsd: '0', cachedInputPicoUsd: '0', cacheWritePicoUsd: '0' };
  assert.deepEqual(caching(part(usageOf(9_000, 0), '0'), free), {});
});

/** By hand: 9,000 × 0.9 millionths less at the full price, half of that in a batch. */
test('a batch saves half as much as the same tokens would have saved live', () => {
  const usage = { ...usageOf(9_000, 0), inputTokens: 500, outputTokens: 100 };
  // 500 × 1 + 9,000 × 0.1 + 100 × 4 millionths.
  const [live, batch] = ['1800000000', '900000000'];
  const told = (paid: string) => caching(part(usage, paid), WITH_OUTPUT).caching?.savedPicoUsd;
  assert.deepEqual([told(live), told(batch)], ['8100000000', '4050000000']);
  const both = caching([...part(usage, live), ...part(usage, batch)], WITH_OUTPUT);
  assert.equal(both.caching?.savedPicoUsd, '12150000000');
});

test('of a price with tiers the one counts that was paid, and nothing is guessed', () => {
  const high = {
    ...{ inputPicoUsd: '2000000', cachedInputPicoUsd: '200000' },
    ...{ cacheWritePicoUsd: '2500000', outputPicoUsd: '6000000' },
  };
  const prices = { ...WITH_OUTPUT, tiers: [high] };
  const usage = { ...usageOf(9_000, 0), inputTokens: 500, outputTokens: 100 };
  const told = (paid: string) => caching(part(usage, paid), prices).caching?.savedPicoUsd;
  // 500 × 2 + 9,000 × 0.2 + 100 × 6 millionths; then a mean of both.
  assert.deepEqual(
    [told('1800000000'), told('3400000000'), told('2600000000')],
    ['8100000000', '16200000000', undefined],
  );
});
