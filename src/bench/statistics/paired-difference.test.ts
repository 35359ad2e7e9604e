import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MabError } from '../../core/errors.ts';
import golden from './__fixtures__/statistics.json' with { type: 'json' };
import { type NamedQuestionScore, pairedDifference } from './paired-difference.ts';

function scoresOf(contexts: readonly string[], scores: readonly number[]): NamedQuestionScore[] {
  return scores.map((score, at) => ({
    questionId: `q${at}`,
    contextId: contexts[at] ?? 'c0',
    score,
  }));
}

function assertClose(actual: number | undefined, expected: number): void {
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= 1e-9, `${actual} is not ${expected}`);
}

for (const { name, contexts, first, second, difference } of golden.cases) {
  test(`the paired difference equals statsmodels': ${name}`, () => {
    const shuffledSecond = scoresOf(contexts, second).toReversed();
    const result = pairedDifference(scoresOf(contexts, first), shuffledSecond);
    assertClose(result?.mean, difference.mean);
    assertClose(result?.low, Math.max(-1, difference.low));
    assertClose(result?.high, Math.min(1, difference.high));
    assert.equal(result?.basis, new Set(contexts).size > 1 ? 'contexts' : 'questions');
  });
}

test('a difference is decided only when its interval leaves out 0', () => {
  const good = scoresOf([], [1, 1, 1, 1, 1, 1, 1, 0.9]);
  const bad = scoresOf([], [0, 0, 0, 0, 0, 0, 0, 0]);
  assert.equal(pairedDifference(good, bad)?.first, 'higher');
  assert.equal(pairedDifference(bad, good)?.first, 'lower');
  assert.equal(pairedDifference(good.slice(0, 1), bad.slice(0, 1))?.first, 'undecided');
});

test('methods that agree on every question are not proven equal', () => {
  const same = scoresOf([], [1, 0, 1, 0, 1, 0]);
  // At most u = z^2 / (n + z^2) of the questions may differ, by 1 either way.
  const unseen = 1.959963984540054 ** 2 / (6 + 1.959963984540054 ** 2);
  assert.deepEqual(pairedDifference(same, same), {
    mean: 0,
    low: -unseen,
    high: unseen,
    basis: 'questions',
    questions: 6,
    contexts: 1,
    first: 'undecided',
    unpaired: 0,
  });
});

test('only questions with both scores take part, and the others are counted', () => {
  const first = scoresOf([], [1, 1, 0]);
  const second = scoresOf([], [0, 1, 1, 1, 1]).slice(1);
  const result = pairedDifference(first, second);
  assert.deepEqual([result?.questions, result?.unpaired, result?.mean], [2, 3, -0.5]);
});

test('without a common question there is no difference', () => {
  assert.equal(pairedDifference([], scoresOf([], [1])), undefined);
});

test('scores that cannot be paired are refused', () => {
  const score = { questionId: 'q', contextId: 'c', score: 1 };
  const wrong: [NamedQuestionScore[], NamedQuestionScore[], string][] = [
    [[score, score], [], 'QUESTION_REPEATED'],
    [[score], [{ ...score, contextId: 'd' }], 'QUESTION_CONTEXTS_DIFFER'],
    [[score], [{ ...score, score: 2 }], 'SCORE_OUT_OF_RANGE'],
  ];
  for (const [first, second, code] of wrong) {
    assert.throws(
      () => pairedDifference(first, second),
      (error) => error instanceof MabError && error.code === code,
    );
  }
});
