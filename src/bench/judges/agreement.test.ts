import assert from 'node:assert/strict';
import { test } from 'node:test';
import golden from './__fixtures__/agreement.json' with { type: 'json' };
import { agreementOf, panelAgreement, raterScores } from './agreement.ts';
import { cohenKappa, fleissKappa } from './kappa.ts';
import { rankCorrelation } from './rank-correlation.ts';

function assertClose(actual: number | undefined, expected: number | null, what: string): void {
  const isClose =
    expected === null ? actual === undefined : Math.abs((actual ?? Number.NaN) - expected) <= 1e-9;
  assert.ok(isClose, `${what}: ${actual} is not ${expected}`);
}

const pairsOf = ({ first, second }: { first: number[]; second: number[] }) =>
  first.map((one, at) => [one, second[at] ?? Number.NaN] as const);

const scoresOf = (scores: readonly number[]) =>
  new Map(scores.map((score, at) => [`q${at}`, score]));

test("Cohen's kappa and its interval are statsmodels' and scikit-learn's", () => {
  for (const [at, pair] of golden.pairs.entries()) {
    const result = cohenKappa(pairsOf(pair));
    for (const name of ['kappa', 'low', 'high'] as const) {
      assertClose(result?.[name], pair[name], `${name} of pair ${at}`);
    }
  }
});

test("Fleiss' kappa is statsmodels'", () => {
  for (const [at, { items, kappa }] of golden.panels.entries()) {
    assertClose(fleissKappa(items), kappa, `panel ${at}`);
  }
});

test("the rank correlation is scipy's", () => {
  for (const [at, ranks] of golden.ranks.entries()) {
    assertClose(rankCorrelation(pairsOf(ranks)), ranks.rho, `ranks ${at}`);
  }
});

test('where chance alone agrees completely there is no kappa, neither 0 nor 1', () => {
  assert.equal(cohenKappa([]), undefined);
  assert.equal(cohenKappa([[1, 1]]), undefined);
  assert.equal(fleissKappa([[0, 0, 0]]), undefined);
  assert.deepEqual(agreementOf(scoresOf([1, 1]), scoresOf([1, 1])), {
    items: 2,
    equal: 1,
    meanDifference: 0,
  });
});

test('complete agreement has no interval of width 0', () => {
  assert.deepEqual(agreementOf(scoresOf([1, 0]), scoresOf([1, 0])), {
    items: 2,
    equal: 1,
    meanDifference: 0,
    kappa: { kappa: 1 },
  });
});

test('two raters are compared on what both have scored', () => {
  // Of four: both say 1 twice, once 1 and 0, once 0 and 0. Observed 3/4; expected
  // 3/4 × 2/4 + 1/4 × 2/4 = 1/2; kappa 1/2.
  const first = new Map([...scoresOf([1, 1, 1, 0]), ['alone', 1]]);
  const agreement = agreementOf(first, scoresOf([1, 1, 0, 0]));
  assert.deepEqual(
    { ...agreement, kappa: agreement?.kappa?.kappa },
    { items: 4, equal: 0.75, meanDifference: -0.25, kappa: 0.5 },
  );
  assert.equal(agreementOf(first, new Map()), undefined);
});

test('scores between 0 and 1 have a rank correlation in place of kappa', () => {
  assert.deepEqual(agreementOf(scoresOf([0, 0.5, 1]), scoresOf([0.1, 0.2, 0.3])), {
    items: 3,
    equal: 0,
    meanDifference: -0.3,
    correlation: 1,
  });
});

test('a panel of three has three pairs, and one kappa on what all have scored', () => {
  const panel = { a: scoresOf([1, 1, 0]), b: scoresOf([1, 0, 0]), c: scoresOf([1, 1, 0, 1]) };
  const { pairs, fleissKappa: together } = panelAgreement(panel);
  assert.deepEqual(
    pairs.map(({ judges, items, equal }) => [...judges, items, equal]),
    [
      ['a', 'b', 3, 2 / 3],
      ['a', 'c', 3, 1],
      ['b', 'c', 3, 2 / 3],
    ],
  );
  // Items 111, 101, 000: agreement (1 + 1/3 + 1) / 3 = 7/9; five of nine verdicts are 1, so chance
  // gives 25/81 + 16/81 = 41/81; kappa (63 − 41) / (81 − 41) = 22/40.
  assertClose(together, 0.55, 'fleiss');
  assert.deepEqual(panelAgreement({ a: scoresOf([1]) }), { pairs: [] });
});

test('unscored answers are no scores of 0', () => {
  const marks = [
    ['q0', { outcome: 'scored', scores: { judge_accuracy: 1 }, repaired: false }],
    ['q1', { outcome: 'unscored', code: 'JUDGE_REFUSED', said: '' }],
  ] as const;
  assert.deepEqual(raterScores(marks, 'judge_accuracy'), new Map([['q0', 1]]));
  assert.deepEqual(raterScores(marks, 'judge_f1'), new Map());
});
