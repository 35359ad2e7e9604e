import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchesByLength } from './batches.ts';

test('neighbours in length share a batch, padding counts, and a long text goes alone', () => {
  // 200 alone; 50 + 40 padded to 100; 30 + 10 + 10 padded to 90.
  assert.deepEqual(batchesByLength([10, 200, 40, 30, 50, 10], 100), [[1], [4, 2], [3, 0, 5]]);
  assert.deepEqual(batchesByLength([], 100), []);
});
