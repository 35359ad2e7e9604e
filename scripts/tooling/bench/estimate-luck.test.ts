import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missChance } from './estimate-luck.ts';

test('the chance to miss a cell by luck alone is that of exact fractions', () => {
  // By hand: nothing was tried, so 0.85 is expected; one call of two can hit, or not: said 1.3625,
  // costs 2 or 1.25, off by −0.32 and 0.09.
  const one = { questions: 2, trialReplies: 0, share: 0.25 };
  assert.equal(missChance(one).toFixed(6), '0.750000');
  assert.equal(missChance({ ...one, share: 1 }), 0);
  // python3 -c "
  // from fractions import Fraction as F; from math import comb
  // n, m, p = 100, 196, F(4, 5)
  // b = lambda n, k: comb(n, k) * p**k * (1 - p)**(n - k)
  // c = lambda h: n - F(3, 4) * h
  // print(float(sum(b(m, k) * sum(b(n - 1, h) for h in range(n)
  //   if abs(c((k + F(17, 5)) / (m + 4) * (n - 1)) / c(h) - 1) > F(1, 5)) for k in range(m + 1))))"
  const real = { questions: 100, trialReplies: 196, share: 0.8 };
  assert.equal(missChance(real).toFixed(9), '0.027672174');
});
