import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTermPostings } from './term-postings.ts';

test('postings list per term its documents in order, with how often each holds it', () => {
  const postings = buildTermPostings([['b', 'a', 'b'], [], ['c', 'a'], ['b']]);
  const ids = ['b', 'a', 'c', 'unknown'].map((term) => postings.termIds.get(term));
  assert.deepEqual(ids, [0, 1, 2, undefined]);
  assert.deepEqual([...postings.termIds.values()], [0, 1, 2]);
  assert.deepEqual([...postings.starts], [0, 2, 4, 5]);
  assert.deepEqual([...postings.documents], [0, 3, 0, 2, 2]);
  assert.deepEqual([...postings.frequencies], [2, 1, 1, 1, 1]);
  assert.deepEqual([...postings.lengths], [3, 0, 2, 1]);
});

test('no documents, or none with terms, give postings without entries', () => {
  assert.deepEqual([...buildTermPostings([]).starts], [0]);
  const { starts, documents, lengths } = buildTermPostings([[], []]);
  assert.deepEqual([[...starts], [...documents], [...lengths]], [[0], [], [0, 0]]);
});
