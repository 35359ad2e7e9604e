import assert from 'node:assert/strict';
import { test } from 'node:test';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import fc from 'fast-check';
import { MabError } from '../../core/errors.ts';
import golden from './__fixtures__/statistics.json' with { type: 'json' };
import { clusteredInterval, type QuestionScore } from './clustered-interval.ts';
import type { Interval } from './interval-of-mean.ts';

function scoresOf(contexts: readonly string[], scores: readonly number[]): QuestionScore[] {
  return scores.map((score, at) => ({ contextId: contexts[at] ?? '', score }));
}

function assertClose(actual: number | undefined, expected: number): void {
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= 1e-9, `${actual} is not ${expected}`);
}

for (const { name, contexts, first, interval } of golden.cases) {
  test(`the interval equals statsmodels': ${name}`, () => {
    const result = clusteredInterval(scoresOf(contexts, first));
    const contextCount = new Set(contexts).size;
    assertClose(result?.mean, interval.mean);
    assertClose(result?.low, Math.max(0, interval.low));
    assertClose(result?.high, Math.min(1, interval.high));
    assert.equal(result?.basis, contextCount > 1 ? 'contexts' : 'questions');
    assert.equal(result?.questions, first.length);
    assert.equal(result?.contexts, contextCount);
  });
}

test("Student's t quantiles equal scipy's", () => {
  for (const [degrees, quantile] of golden.t_quantiles) {
    assertClose(tQuantile(0.975, degrees ?? 0), quantile ?? Number.NaN);
  }
});

test('without scores there is no number', () => {
  assert.equal(clusteredInterval([]), undefined);
});

test('perfect and failed answers on one context have the Wilson interval', () => {
  const [low] = golden.perfect_of_10;
  const same = (score: number) => clusteredInterval(scoresOf([], Array(10).fill(score)));
  const facts = { basis: 'questions', questions: 10, contexts: 1 } as const;
  const perfect: Interval = { mean: 1, low: same(1)?.low ?? 0, high: 1, ...facts };
  assert.deepEqual(same(1), perfect);
  assertClose(perfect.low, low ?? Number.NaN);
  const failed: Interval = { mean: 0, low: 0, high: same(0)?.high ?? 0, ...facts };
  assert.deepEqual(same(0), failed);
  assertClose(failed.high, 1 - (low ?? Number.NaN));
});

test('contexts that all agree are not taken for certainty: they count as one answer each', () => {
  const [low] = golden.perfect_of_10;
  const contexts = Array.from({ length: 50 }, (_, at) => `c${at % 10}`);
  const perfect = clusteredInterval(scoresOf(contexts, Array(50).fill(1)));
  assertClose(perfect?.low, low ?? Number.NaN);
  assert.equal(perfect?.high, 1);
  assert.equal(perfect?.basis, 'contexts');
});

test('equal scores between 0 and 1, and a single question, have a wide interval too', () => {
  // At most u = z^2 / (n + z^2) of the questions may differ, by as much as the scale allows.
  const unseen = (count: number) => 1.959963984540054 ** 2 / (count + 1.959963984540054 ** 2);
  const four = clusteredInterval(scoresOf([], [0.3, 0.3, 0.3, 0.3]));
  assertClose(four?.low, 0.3 - 0.3 * unseen(4));
  assertClose(four?.high, 0.3 + 0.7 * unseen(4));
  const one = clusteredInterval(scoresOf([], [0.5]));
  assertClose(one?.low, 0.5 - 0.5 * unseen(1));
  assertClose(one?.high, 0.5 + 0.5 * unseen(1));
});

test('a score outside 0 to 1 is a bug, not a number', () => {
  for (const score of [-0.1, 1.1, Number.NaN]) {
    assert.throws(
      () => clusteredInterval(scoresOf([], [score])),
      (error) => error instanceof MabError && error.code === 'SCORE_OUT_OF_RANGE',
    );
  }
});

test('any interval lies in 0 to 1, holds its mean and ignores the order of scores', () => {
  const score = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  const entry = fc.record({ contextId: fc.constantFrom('a', 'b', 'c'), score });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 30 }), (scores) => {
      const interval = clusteredInterval(scores);
      const reversed = clusteredInterval(scores.toReversed());
      assert.ok(interval && reversed);
      assert.ok(interval.low >= 0 && interval.high <= 1);
      assert.ok(interval.low <= interval.mean && interval.mean <= interval.high);
      assertClose(reversed.low, interval.low);
      assertClose(reversed.high, interval.high);
    }),
  );
});
