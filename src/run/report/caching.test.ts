import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_USAGE } from '../phase-costs.ts';
import { caching } from './caching.ts';
import { NO_MONEY } from './cell-report.ts';

/** Dollars a million: 1, 0.10 from the cache, 1.25 into it. */
const PRICES = {
  inputPicoUsd: '1000000',
  cachedInputPicoUsd: '100000',
  cacheWritePicoUsd: '1250000',
};
const usageOf = (cachedInputTokens: number, cacheWriteTokens: number) => ({
  ...NO_USAGE,
  cachedInputTokens,
  cacheWriteTokens,
});
const alone = (standalonePicoUsd: string) => ({ ...NO_MONEY, standalonePicoUsd });

/**
 * By hand: nine readings of 1,000 tokens at 0.10 and one writing at 1.25 cost 2,150 millionths;
 * ten readings at the full price 10,000. That is 7,850 less, or 78.5 %.
 */
test('what was saved is what it would have cost without, less what it cost', () => {
  assert.deepEqual(caching(usageOf(9_000, 1_000), alone('2150000000'), PRICES), {
    caching: { savedPicoUsd: '7850000000', savedShare: 0.785 },
  });
});

test('a cache that was written and never read cost more', () => {
  assert.deepEqual(caching(usageOf(0, 1_000), alone('1250000000'), PRICES), {
    caching: { savedPicoUsd: '-250000000', savedShare: -0.25 },
  });
});

test('nothing is said where no vendor reported a cache, and where the prices are unknown', () => {
  const counted = { ...NO_USAGE, inputTokens: 9_000, source: 'estimated' as const };
  assert.deepEqual(caching(counted, alone('9000000000'), PRICES), {});
  assert.deepEqual(caching(usageOf(9_000, 0), alone('900000000'), undefined), {});
  const free = { inputPicoUsd: '0', cachedInputPicoUsd: '0', cacheWritePicoUsd: '0' };
  assert.deepEqual(caching(usageOf(9_000, 0), alone('0'), free), {});
});
