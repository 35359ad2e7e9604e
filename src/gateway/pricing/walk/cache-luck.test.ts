import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_BILL } from './bills.ts';
import { addLuck, luckOf, moneyWithLuck, NO_LUCK, withLuck } from './cache-luck.ts';
import { WorkSum } from './work-sum.ts';

/** A prompt of so many tokens, at 4 pico-dollars; 1 out of the cache. */
const luckOfRead = (tokens: number) =>
  luckOf(
    { ...NO_BILL, uncachedTokens: tokens, picoUsd: BigInt(4 * tokens) },
    { ...NO_BILL, cachedTokens: tokens, picoUsd: BigInt(tokens) },
  );

/** In the long run. */
const share = { low: 0.77, expected: 0.8, high: 0.83 };

test('the money of a few calls is a matter of luck, of many it is not', () => {
  const sum = (...tokens: number[]) => tokens.map(luckOfRead).reduce(addLuck);
  const money = { low: 10_000n, expected: 20_000n, high: 30_000n };
  const found = (...tokens: number[]) => moneyWithLuck(money, sum(...tokens), share);
  // By hand: 1.645 × √(0.8 × 0.2 / 4) = 0.329, and √(0.03² + 0.329²) = 0.33036. Fewer hits:
  // 0.77 − (0.8 − 0.33036) = 0.30036, of 1,200. More hits: all, 1 − 0.83 = 0.17.
  assert.deepEqual(found(100, 100, 100, 100), { low: 9_796n, expected: 20_000n, high: 30_360n });
  // One of them holds most of it: √(0.16 × 8,103 / 93²) = 0.38717, so 0.77 − 0.16239, of 279.
  assert.deepEqual(found(90, 1, 1, 1), { low: 9_953n, expected: 20_000n, high: 30_170n });
  // √(0.03² + (1.645 × 0.04)²) − 0.03 = 0.04232, of 30,000.
  assert.deepEqual(found(...Array(100).fill(100)), {
    low: 8_731n,
    expected: 20_000n,
    high: 31_269n,
  });
  assert.deepEqual(moneyWithLuck(money, NO_LUCK, share), money);
});

test('what is not read from the cache is read at the full price', () => {
  const bill = { ...NO_BILL, uncachedTokens: 400, cachedTokens: 600, picoUsd: 2_200n };
  const range = { low: bill, expected: bill, high: bill };
  const half = { low: 0.25, expected: 0.5, high: 0.75 };
  const { low, expected, high } = withLuck(range, luckOfRead(1_000), half);
  // A single call: all of it or nothing, so another quarter of 1,000 tokens on either side.
  assert.equal(expected, bill);
  assert.deepEqual(high, { ...bill, uncachedTokens: 650, cachedTokens: 350, picoUsd: 2_950n });
  assert.deepEqual(low, { ...bill, uncachedTokens: 150, cachedTokens: 850, picoUsd: 1_450n });
});

test('a phase of a cell has the luck of all its calls, in the lane in which they are asked', () => {
  const bill = { ...NO_BILL, uncachedTokens: 400, cachedTokens: 600, picoUsd: 2_200n };
  const range = { low: bill, expected: bill, high: bill };
  const money = { low: 2_200n, expected: 2_200n, high: 2_200n };
  const one = luckOfRead(1_000);
  const sum = new WorkSum();
  const work = { calls: 1, callsThatWait: 1, live: range, batch: range, standalone: money };
  const luck = { model: 'm', live: one, batch: one };
  sum.add({ cellId: 'a' }, 'answer', { ...work, luck: { ...luck, standalone: one } });
  sum.add({ cellId: 'a' }, 'answer', { ...work, luck });
  const half = { low: 0.5, expected: 0.5, high: 0.5 };
  const never = { low: 0, expected: 0, high: 0 };
  const found = sum
    .byCell((_, lane) => (lane === 'live' ? half : never))
    .get('a')
    ?.get('answer');
  // By hand: two draws, 1.645 × √(0.25 / 2) is all of it: 0.5 of 2 × 3,000 more or less. Batches
  // have no cache. Alone: one draw, of 3,000; what was not drawn is exact.
  const amounts = [found?.live, found?.batch].map((bills) => [
    bills?.low.picoUsd,
    bills?.high.picoUsd,
  ]);
  assert.deepEqual(amounts, [
    [1_400n, 7_400n],
    [4_400n, 4_400n],
  ]);
  assert.deepEqual(found?.standalone, { low: 2_900n, expected: 4_400n, high: 5_900n });
});
