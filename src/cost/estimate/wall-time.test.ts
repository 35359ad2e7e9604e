import assert from 'node:assert/strict';
import { test } from 'node:test';
import { known } from './guesses.ts';
import { limitTokens, wallSeconds, wallShares } from './wall-time.ts';

test('wall time is the tightest bound: tokens, requests, time in flight, or a row of calls', () => {
  const work = { calls: known(100), limitTokens: known(410_000), limitName: 'a' };
  const seconds = (limits: object, parallel = 10): number =>
    wallSeconds([{ ...work, latencySeconds: known(2), ...limits }], parallel).expected;
  // By hand: 100 × 2 / 10; 410,000 / 30,000 × 60; 100 / 4 × 60; 90 × 2.
  assert.equal(seconds({}), 20);
  assert.equal(seconds({ tokensPerMinute: 30_000 }), 820);
  assert.equal(seconds({ requestsPerMinute: 4, tokensPerMinute: 1e6 }), 1_500);
  assert.equal(seconds({ inARow: 90 }), 180);
  assert.equal(seconds({ inARow: 90 }, 1), 200);
  assert.deepEqual(wallSeconds([], 4), known(0));
});

test('works share a limit by its name, and the time in flight all of them', () => {
  const of = (limitName: string) => ({
    ...{ calls: { low: 10, expected: 20, high: 40 }, limitTokens: known(0), limitName },
    ...{ latencySeconds: { low: 1, expected: 2, high: 4 }, requestsPerMinute: 10 },
  });
  assert.deepEqual(wallSeconds([of('a'), of('a')], 4), { low: 120, expected: 240, high: 480 });
  assert.deepEqual(wallSeconds([of('a'), of('b')], 1), { low: 60, expected: 120, high: 320 });
});

test('limits count input, output or the most output, as the vendor does', () => {
  const work = { uncached: known(100), cached: known(50), output: known(7), outputMax: 40 };
  const counted = (['used', 'reserved', 'uncached', 'input'] as const).map(
    (counting) => limitTokens(counting, work).expected,
  );
  assert.deepEqual(counted, [157, 190, 107, 150]);
});

test('each work has its part of what is expected to bind', () => {
  const of = (calls: number, limitName: string, limitTokens: number) => ({
    ...{ calls: known(calls), limitName, limitTokens: known(limitTokens) },
    ...{ latencySeconds: known(1), tokensPerMinute: 6_000 },
  });
  const works = [of(1, 'a', 900), of(2, 'a', 300), of(50, 'b', 0)];
  // By hand: tokens of a take 1,200 / 6,000 of a minute, and all are 53 s in flight.
  assert.deepEqual([wallSeconds(works, 10), wallShares(works, 10)], [known(12), [0.75, 0.25, 0]]);
  assert.deepEqual(
    [wallSeconds(works, 1), wallShares(works, 1)],
    [known(53), [1 / 53, 2 / 53, 50 / 53]],
  );
  const inARow = [...works, { ...of(60, '', 0), inARow: 60 }];
  assert.deepEqual([wallSeconds(inARow, 10), wallShares(inARow, 10)], [known(60), [0, 0, 0, 1]]);
  assert.deepEqual([wallShares([], 4), wallShares([of(0, 'a', 0)], 4)], [[], [0]]);
});
