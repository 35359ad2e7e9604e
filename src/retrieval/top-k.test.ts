import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MabError } from '../core/errors.ts';
import { topPositions } from './top-k.ts';

test('the best positions come first and ties go to the lower position', () => {
  const scores = Float64Array.of(1, 3, 2, 3, -1, 2);
  assert.deepEqual(topPositions(scores, 4), [1, 3, 2, 5]);
  assert.deepEqual(topPositions(scores, 99), [1, 3, 2, 5, 0, 4]);
  assert.deepEqual(topPositions(new Float64Array(0), 3), []);
});

test('any choice of the best equals the head of a full stable sort', () => {
  const scores = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 60 });
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 70 }), (values, topK) => {
      const sorted = values
        .map((value, position) => ({ value, position }))
        .sort((a, b) => b.value - a.value)
        .map(({ position }) => position);
      assert.deepEqual(topPositions(Float64Array.from(values), topK), sorted.slice(0, topK));
    }),
  );
});

test('a top-k that is not a whole number from 1 is refused', () => {
  for (const topK of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(
      () => topPositions(Float64Array.of(1), topK),
      (error) => error instanceof MabError && error.code === 'TOP_K_INVALID',
    );
  }
});
