import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenPrice } from '../token-price.ts';
import { known } from './guesses.ts';
import { addWork, embedderWork, NO_MONEY, NO_WORK_GUESS, readerWork } from './price-work.ts';

const PRICE = tokenPrice({
  ...{ inputUsdPerMillion: 2, cachedInputUsdPerMillion: 0.5, cacheWriteUsdPerMillion: 2.5 },
  outputUsdPerMillion: 10,
  tiers: [{ aboveInputTokens: 1_000, inputUsdPerMillion: 4, outputUsdPerMillion: 20 }],
});
const tokens = { calls: 10, uncached: 600, cached: 300, cacheWrite: 100, output: 50 };
const same = { low: tokens, expected: tokens, high: { ...tokens, uncached: 10_601 } };

test('each kind of token has its price, and a call beyond a tier’s bound costs the tier’s', () => {
  const { money, cachedTokens, uncachedTokens } = readerWork(same, PRICE);
  // By hand, in millionths of a dollar: 600 × 2 + 300 × 0.5 + 100 × 2.5 + 50 × 10 = 2,100.
  // 11,001 tokens in 10 calls are beyond 1,000: (10,601 + 300 + 100) × 4 + 50 × 20 = 45,004.
  assert.deepEqual(money, { low: 2_100_000_000n, expected: 2_100_000_000n, high: 45_004_000_000n });
  assert.deepEqual(cachedTokens, known(300));
  assert.equal(uncachedTokens.high, 10_601);
});

test('a missing price leaves the tokens and takes the money, of all sums too', () => {
  const unpriced = readerWork(same, undefined);
  assert.deepEqual([unpriced.money, unpriced.calls], [undefined, known(10)]);
  const priced = embedderWork({ texts: known(3), tokens: known(500) }, PRICE);
  assert.equal(priced.money?.expected, 1_000_000_000n);
  const both = addWork(unpriced, priced);
  assert.deepEqual([both.money, both.embeddedTokens], [undefined, known(500)]);
});

test('what is not asked for costs nothing, with or without a price', () => {
  const none = { calls: 0, uncached: 0, cached: 0, cacheWrite: 0, output: 0 };
  const work = readerWork({ low: none, expected: none, high: none }, undefined);
  assert.deepEqual(work.money, NO_MONEY);
  const texts = embedderWork({ texts: known(0), tokens: known(0) }, undefined);
  assert.deepEqual(addWork(work, texts), NO_WORK_GUESS);
});
