import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lambdaBreakEvenCalls } from './break-even-calls.ts';
import { lambdaUsdPerMonth } from './serverless.ts';

const prices = {
  ...{ usdPerMillionRequests: 0.2, usdPerGbSecond: 1.66667e-5 },
  ...{ freeRequests: 1_000_000, freeGbSeconds: 400_000 },
};
// A month of t3.micro.
const MACHINE = 0.0104 * 730;

test('against t3.micro: 890 thousand calls of a second, 7.3 million of a tenth', () => {
  // 7.592 / (0.2e-6 + 0.5 × 1.66667e-5) and the same with 0.05 GB-s.
  const second = lambdaBreakEvenCalls(MACHINE, { seconds: 1, memoryGb: 0.5 }, prices, {
    free: false,
  });
  assert.equal(Math.round(second), 889_686);
  const tenth = lambdaBreakEvenCalls(MACHINE, { seconds: 0.1, memoryGb: 0.5 }, prices, {
    free: false,
  });
  assert.equal(Math.round(tenth), 7_347_085);
});

test('with the free allowances the first calls, then only a part of them cost nothing', () => {
  // 800,000 calls use up 400,000 GB-s; 200,000 more cost 1.66667; the rest 8.53335e-6 each.
  const calls = lambdaBreakEvenCalls(MACHINE, { seconds: 1, memoryGb: 0.5 }, prices, {
    free: true,
  });
  assert.equal(Math.round(calls), 1_694_373);
  // Within that part: 1 dollar is 120,000 calls more.
  const few = lambdaBreakEvenCalls(1, { seconds: 1, memoryGb: 0.5 }, prices, { free: true });
  assert.equal(Math.round(few), 920_000);
});

test('at the break-even both cost the same', () => {
  for (const work of [
    { seconds: 0.05, memoryGb: 0.128 },
    { seconds: 3, memoryGb: 2 },
  ]) {
    for (const free of [true, false]) {
      const requests = lambdaBreakEvenCalls(MACHINE, work, prices, { free });
      const usd = lambdaUsdPerMonth({ requests, ...work }, prices, { free });
      assert.ok(Math.abs(usd - MACHINE) < 1e-9, `${usd}`);
    }
  }
});
