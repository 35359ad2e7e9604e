import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoursPerDayFor, monthlyHours } from './hours.ts';
import { breakEvenUse, machineCost, saving, spotCost } from './machines.ts';
import { fargateBreakEvenHoursPerDay, fargateUsdPerHour, lambdaUsdPerMonth } from './serverless.ts';
import {
  chunkCount,
  embeddingBreakEvenTokens,
  leastSeconds,
  tokenCost,
  vectorBytes,
} from './tokens.ts';

/** Computed by hand, with prices of AWS us-east-1. */
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected), `${actual}, not ${expected}`);

test('machines: a month of t3.xlarge, a spot machine with an interruption in ten hours', () => {
  near(machineCost(0.1664, 730), 121.472);
  near(machineCost(0.526, monthlyHours(4)), 63.99666666666667);
  // 300 / 1.006 / (730 / 24)
  near(hoursPerDayFor(300, 1.006), 9.804188567226776);
  // 0.0666 × 10 × (1 + 0.1 × (0.1 + 0.5 / 2)) = 0.68931
  const work = { hours: 10, interruptionsPerHour: 0.1, restartHours: 0.1, checkpointHours: 0.5 };
  near(spotCost({ usdPerHour: 0.0666, ...work }), 0.68931);
  near(saving(0.0666, 0.1664), 0.5997596153846154);
  near(breakEvenUse(0.099358, 0.1664), 0.5971033653846154);
});

test('serverless: 4 vCPU and 8 GB; a million calls of 0.1 s with 512 MB', () => {
  const hour = fargateUsdPerHour(4, 8, { usdPerVcpuHour: 0.04048, usdPerGbHour: 0.004445 });
  near(hour, 0.19748);
  near(fargateBreakEvenHoursPerDay(hour, 0.1664), 20.22280737289852);
  const prices = {
    ...{ usdPerMillionRequests: 0.2, usdPerGbSecond: 1.66667e-5 },
    ...{ freeRequests: 1_000_000, freeGbSeconds: 400_000 },
  };
  const work = { requests: 1_000_000, seconds: 0.1, memoryGb: 0.5 };
  near(lambdaUsdPerMonth(work, prices, { free: false }), 1.033335);
  assert.equal(lambdaUsdPerMonth(work, prices, { free: true }), 0);
});

test('tokens: cost, chunks, vectors, where embedding at home pays, and how long it takes', () => {
  near(tokenCost(3_250_000, 2.5), 8.125);
  assert.deepEqual(
    [0, 1, 4096, 4097, 65_536].map((n) => chunkCount(n, 4096)),
    [1, 1, 1, 2, 16],
  );
  assert.equal(vectorBytes(150, 1536), 921_600);
  near(embeddingBreakEvenTokens(252, 0.02), 12.6e9);
  const work = { tokens: 3_250_000, calls: 50, latencySeconds: 2, parallel: 8 };
  near(leastSeconds(work), 12.5);
  near(leastSeconds({ ...work, tokensPerMinute: 30_000, requestsPerMinute: 500 }), 6500);
});
