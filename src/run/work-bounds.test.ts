import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callsOfUnit } from './work-bounds.ts';

test('four units at once share the calls that may be in flight; a single one has them all', () => {
  const found = [callsOfUnit(8, 100), callsOfUnit(8, 3), callsOfUnit(8, 1), callsOfUnit(1, 9)];
  assert.deepEqual(found, [2, 3, 8, 1]);
});
