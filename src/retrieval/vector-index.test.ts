import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MabError } from '../core/errors.ts';
import { createRandom, type Random } from '../core/random.ts';
import { createVectorIndex } from './vector-index.ts';

const vectorsOf = (random: Random, count: number, dimensions: number): Float32Array[] =>
  Array.from({ length: count }, () =>
    Float32Array.from({ length: dimensions }, () => random() - 0.5),
  );

/** By the book, in double precision. */
function cosine(a: Float32Array, b: Float32Array): number {
  const product = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? Number.NaN), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

const refuses = (work: () => unknown, code: string, message: string): void =>
  assert.throws(
    work,
    (error) => error instanceof MabError && error.code === code && error.message === message,
  );

for (const dimensions of [1, 2, 3, 7, 64, 384]) {
  test(`finds what a full comparison finds, in the same order: ${dimensions} dimensions`, () => {
    const random = createRandom(dimensions);
    const vectors = vectorsOf(random, 500, dimensions);
    const index = createVectorIndex('a', vectors);
    for (const query of vectorsOf(random, 20, dimensions)) {
      const expected = vectors
        .map((vector, at) => ({ at, score: cosine(vector, query) }))
        // With one dimension all scores are 1 or -1, up to the rounding that makes no order.
        .map(({ at, score }) => ({ at, score: Number(score.toFixed(14)) }))
        .sort((a, b) => b.score - a.score || a.at - b.at)
        .slice(0, 25);
      const found = index.search(query, 25);
      assert.deepEqual(
        found.map((hit) => hit.index),
        expected.map(({ at }) => at),
      );
      for (const [place, { score }] of found.entries()) {
        assert.ok(Math.abs(score - (expected[place]?.score ?? Number.NaN)) < 1e-13);
      }
    }
  });
}

test('of equal scores the earlier vector comes first, and lengths do not count', () => {
  // By hand: the cosines with (3, 4) are 3/5, 4/5, 1, 3/5, 4/5 and -1.
  const vectors = [
    [1, 0],
    [0, 1],
    [6, 8],
    [4, 0],
    [0, 2],
    [-3, -4],
  ].map((numbers) => Float32Array.from(numbers));
  assert.deepEqual(createVectorIndex('a', vectors).search(Float32Array.of(3, 4), 9), [
    { index: 2, score: 1 },
    { index: 1, score: 0.8 },
    { index: 4, score: 0.8 },
    { index: 0, score: 0.6 },
    { index: 3, score: 0.6 },
    { index: 5, score: -1 },
  ]);
});

test('an index without vectors has no hits', () => {
  assert.deepEqual(createVectorIndex('a', []).search(Float32Array.of(1), 3), []);
});

test('a vector of another length is refused, in the index and as a query', () => {
  const [two, three] = [Float32Array.of(1, 2), Float32Array.of(1, 2, 3)];
  refuses(
    () => createVectorIndex('minilm', [two, three]),
    'EMBEDDING_DIMENSIONS',
    'Vector 1 has 3 dimensions, where the vectors of minilm here have 2.',
  );
  refuses(
    () => createVectorIndex('minilm', [two]).search(three, 1),
    'EMBEDDING_DIMENSIONS',
    'The query has 3 dimensions, where the vectors of minilm here have 2.',
  );
});

test('a vector without direction is refused, in the index and as a query', () => {
  const good = Float32Array.of(1, 2);
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    refuses(
      () => createVectorIndex('a', [good, Float32Array.of(1, bad)]),
      'EMBEDDING_INVALID',
      'Vector 1 holds a number that is not finite, so it has no direction.',
    );
  }
  refuses(
    () => createVectorIndex('a', [good]).search(Float32Array.of(0, 0), 1),
    'EMBEDDING_INVALID',
    'The query is all zeros, so it has no direction.',
  );
});
