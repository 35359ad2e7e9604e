import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOverlapIndex } from './overlap-index.ts';

const index = createOverlapIndex([['a', 'b', 'a'], ['b', 'c'], [], ['d']]);
/** ln(1 + (4 - n + 0.5) / (n + 0.5)) for n = 1 and 2 of the four units. */
const [ONE, TWO] = [Math.log(1 + 3.5 / 1.5), Math.log(1 + 2.5 / 2.5)];

test('sums the idf of shared terms, each once', () => {
  assert.deepEqual([...index.overlap(['a', 'b', 'b', 'x'])], [ONE + TWO, TWO, 0, 0]);
  assert.deepEqual([...index.mass], [ONE + TWO, TWO + ONE, 0, ONE]);
  assert.equal(index.idf('x'), Math.log(1 + 4.5 / 0.5));
});

test('counts a term of a neighbour once, however many neighbours have it', () => {
  assert.deepEqual([...index.overlapAround(['b', 'd'], 1)], [TWO, TWO, TWO + ONE, ONE]);
  assert.deepEqual([...index.overlapAround(['b'], 9, () => 5)], [5, 5, 5, 5]);
});

test('a single unit has positive weights, and no units are no error', () => {
  assert.ok((createOverlapIndex([['a']]).overlap(['a'])[0] ?? 0) > 0);
  assert.deepEqual([...createOverlapIndex([]).overlap(['a'])], []);
});
