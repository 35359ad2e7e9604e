import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MabError } from '../core/errors.ts';
import golden from './__fixtures__/bm25.json' with { type: 'json' };
import { type Bm25Options, createBm25 } from './bm25.ts';
import { whitespaceTokens } from './tokenizers.ts';

for (const { name, documents, options, queries } of golden.cases) {
  test(`scores equal rank_bm25's: ${name}`, () => {
    const index = createBm25(documents.map(whitespaceTokens), options);
    for (const { terms, scores } of queries) {
      const difference = index.scores(terms).map((score, at) => score - (scores[at] ?? Number.NaN));
      assert.equal(index.documentCount, scores.length);
      assert.ok(
        difference.every((value) => Math.abs(value) <= 1e-12),
        `${terms} differs by ${difference}`,
      );
    }
  });
}

test('a search lists the scores of all documents, best first and ties by position', () => {
  const documents = ['b x', 'a x', 'c x', 'a x', 'd e'].map(whitespaceTokens);
  const index = createBm25(documents);
  // By hand: idf(a) = ln(3.5 / 2.5); all lengths equal, so one occurrence weighs 2.5 / 2.5 = 1.
  const score = Math.log(3.5) - Math.log(2.5);
  assert.deepEqual(index.search(['a'], 4), [
    { index: 1, score },
    { index: 3, score },
    { index: 0, score: 0 },
    { index: 2, score: 0 },
  ]);
});

test('a repeated query term counts once per repetition', () => {
  const index = createBm25(['a b', 'b c', 'c d', 'd e'].map(whitespaceTokens));
  const [once] = index.search(['a'], 1);
  const [thrice] = index.search(['a', 'a', 'a'], 1);
  assert.equal(thrice?.score, 3 * (once?.score ?? Number.NaN));
});

test('no documents give no hits, and documents without terms score 0', () => {
  assert.deepEqual(createBm25([]).search(['a'], 10), []);
  assert.deepEqual(createBm25([[], []]).search(['a'], 10), [
    { index: 0, score: 0 },
    { index: 1, score: 0 },
  ]);
});

test('an empty query scores every document 0', () => {
  assert.deepEqual([...createBm25([['a'], ['b', 'c']]).scores([])], [0, 0]);
});

test('terms named like members of an object are ordinary terms', () => {
  const index = createBm25([['constructor'], ['x'], ['y', 'z']]);
  assert.deepEqual([...index.scores(['toString', '__proto__'])], [0, 0, 0]);
  assert.ok((index.scores(['constructor'])[0] ?? 0) > 0);
});

test('options outside their range are refused by name', () => {
  const wrong: [Bm25Options, string][] = [
    [{ k1: -1 }, "BM25's k1 is -1; it must be a finite number from 0."],
    [{ b: 1.2 }, "BM25's b is 1.2; it must be from 0 to 1."],
    [{ epsilon: Number.NaN }, "BM25's epsilon is NaN; it must be a finite number from 0."],
  ];
  for (const [options, message] of wrong) {
    assert.throws(
      () => createBm25([], options),
      (error) =>
        error instanceof MabError &&
        error.code === 'BM25_OPTION_INVALID' &&
        error.message === message,
    );
  }
});
