import assert from 'node:assert/strict';
import { test } from 'node:test';
import golden from './__fixtures__/statistics.json' with { type: 'json' };
import { compareMethods, decideFamily, testMethods } from './compare-methods.ts';
import type { NamedQuestionScore } from './paired-difference.ts';
import { studentPValue } from './student-t.ts';

function scoresOf(contexts: readonly string[], scores: readonly number[]): NamedQuestionScore[] {
  return scores.map((score, at) => ({
    questionId: `q${at}`,
    contextId: contexts[at] ?? 'c0',
    score,
  }));
}

for (const { name, contexts, first, second, test: expected } of golden.cases) {
  test(`the p-value equals statsmodels' and scipy's: ${name}`, () => {
    const result = compareMethods(scoresOf(contexts, first), scoresOf(contexts, second));
    const [kind, pValue] = expected as [string, number];
    assert.equal(result?.test, kind === 'drawn' ? 'sign-flip' : kind);
    const actual = result?.pValue ?? Number.NaN;
    // Four standard errors of a share among 20,000.
    const room = kind === 'drawn' ? 4 * Math.sqrt((pValue * (1 - pValue)) / 20_000) : 1e-9;
    assert.ok(Math.abs(actual - pValue) <= room, `${actual} is not ${pValue}`);
  });
}

test('a decided difference says which method is better, and needs no more questions', () => {
  const good = scoresOf([], [1, 1, 1, 1, 1, 1, 1, 1, 0, 1]);
  const bad = scoresOf([], [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  const result = compareMethods(good, bad);
  // Eight of eight unlike questions speak for the first: 2 / 2^8.
  assert.ok(Math.abs((result?.pValue ?? 0) - 2 / 256) < 1e-12);
  assert.deepEqual(
    { ...result, low: 0, high: 0, pValue: 0, adjustedPValue: 0, detectable: 0, spread: 0 },
    {
      mean: 0.8,
      low: 0,
      high: 0,
      basis: 'questions',
      questions: 10,
      contexts: 1,
      unpaired: 0,
      better: 'first',
      test: 'mcnemar',
      pValue: 0,
      adjustedPValue: 0,
      detectable: 0,
      spread: 0,
      firstHigher: 8,
      secondHigher: 0,
      equal: 2,
    },
  );
  assert.equal(compareMethods(bad, good)?.better, 'second');
});

test('an interval that leaves out 0 decides nothing while the exact test does not', () => {
  // Five of five unlike questions: 2 / 2^5 = 0.0625, though the t interval is above 0.
  const first = scoresOf([], [1, 1, 1, 1, 1, 0]);
  const second = scoresOf([], [0, 0, 0, 0, 0, 0]);
  const result = compareMethods(first, second);
  assert.ok((result?.low ?? 0) > 0);
  assert.ok(Math.abs((result?.pValue ?? 0) - 2 / 32) < 1e-12);
  assert.equal(result?.better, 'undecided');
});

test("the questions that would settle a difference are statsmodels', to within one", () => {
  for (const [effect, needed] of golden.power_80 as [number, number][]) {
    // Half of the 10 questions are 1 + e better, half 1 - e worse, scaled to lie in range.
    const half = (10 / 9) ** 0.5;
    const mean = effect / 4;
    const first = scoresOf([], [...Array(5).fill(0.5 + mean), ...Array(5).fill(0.5)]);
    const second = scoresOf(
      [],
      [...Array(5).fill(0.5 - 1 / 4 / half), ...Array(5).fill(0.5 + 1 / 4 / half - mean)],
    );
    const settle = compareMethods(first, second)?.toSettle;
    const expected = Math.max(11, Math.ceil(needed));
    assert.ok(Math.abs((settle?.questions ?? 0) - expected) <= 1, `${settle?.questions}`);
    assert.equal(settle?.contexts, 1);
  }
});

test('with several contexts whole contexts are what is missing', () => {
  const contexts = ['a', 'a', 'b', 'b', 'c', 'c'];
  const result = compareMethods(
    scoresOf(contexts, [1, 1, 1, 0, 0, 0]),
    scoresOf(contexts, [0, 0, 0, 0, 0, 1]),
  );
  const { contexts: needed = 0, questions } = result?.toSettle ?? {};
  assert.equal(result?.better, 'undecided');
  assert.ok(needed > 3);
  assert.equal(questions, 2 * needed);
});

test('no number of questions settles a difference of 0, or one without variation', () => {
  const same = scoresOf([], [1, 0, 1]);
  assert.deepEqual(
    [compareMethods(same, same)?.pValue, compareMethods(same, same)?.toSettle],
    [1, undefined],
  );
  const flat = compareMethods(scoresOf(['a', 'b'], [0.7, 0.7]), scoresOf(['a', 'b'], [0.2, 0.2]));
  assert.deepEqual([flat?.pValue, flat?.toSettle, flat?.test], [0.5, undefined, 'sign-flip']);
  const noise = compareMethods(scoresOf([], [0.5 + 1e-9, 0]), scoresOf([], [0, 0.5]));
  assert.equal(noise?.toSettle, undefined);
});

test('among others a difference has to be more certain, and larger', () => {
  const one = testMethods(
    scoresOf([], [1, 1, 1, 1, 1, 1, 0, 0]),
    scoresOf([], [0, 0, 0, 0, 0, 0, 1, 0]),
  );
  assert.ok(one);
  // Six of seven unlike questions: 2 × (1 + 7) / 2^7 = 0.125; seven of seven: 2 / 2^7.
  assert.ok(Math.abs(one.pValue - 0.125) < 1e-12);
  const clear = testMethods(scoresOf([], Array(7).fill(1)), scoresOf([], Array(7).fill(0)));
  assert.ok(clear);
  assert.deepEqual(
    decideFamily([one, clear, one, clear]).map(({ adjustedPValue: p }) => Number(p.toFixed(12))),
    // 4 × and 3 × 2 / 128, then 2 × and 1 × 0.125, none below one before it.
    [0.25, 4 / 64, 0.25, 4 / 64],
  );
  const alone = decideFamily([one])[0];
  const among = decideFamily([one, one, one])[0];
  assert.ok((among?.detectable ?? 0) > (alone?.detectable ?? 1));
  assert.ok((among?.toSettle?.questions ?? 0) > (alone?.toSettle?.questions ?? 1e9));
});

test('methods without a common question are not compared', () => {
  assert.equal(compareMethods([], scoresOf([], [1])), undefined);
});

test("Student's p-value is its quantile turned round", () => {
  for (const [degrees, quantile] of golden.t_quantiles as [number, number][]) {
    assert.ok(Math.abs(studentPValue(quantile, degrees) - 0.05) < 1e-12);
    assert.ok(Math.abs(studentPValue(-quantile, degrees) - 0.05) < 1e-12);
  }
  assert.ok(Math.abs(studentPValue(0, 5) - 1) < 1e-12);
});
