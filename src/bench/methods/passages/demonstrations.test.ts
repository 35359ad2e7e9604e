import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDemonstrations } from './demonstrations.ts';

test('reads examples on lines of their own and run together', () => {
  const text = 'I lost my card\nlabel: 41\n\nWhere is it? label: 7\n\nIs it here?\nIt is. label: 8';
  assert.deepEqual(readDemonstrations(text), [
    { text: 'I lost my card', label: '41' },
    { text: 'Where is it?', label: '7' },
    { text: 'Is it here?\nIt is.', label: '8' },
  ]);
});

test('a label without its text and a text without its label are left out', () => {
  assert.deepEqual(readDemonstrations('label: 41\n\nWhere is it?\nlabel: 7\n\nIs it'), [
    { text: 'Where is it?', label: '7' },
  ]);
  assert.deepEqual(readDemonstrations('No examples here.'), []);
});
