import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignColumns } from './columns.ts';

const ROWS = [
  ['machine', 'usd', 'why'],
  ['t3.xlarge', '121.47', 'slows down'],
];

test('columns: as wide as their widest cell, without blanks at the end', () => {
  assert.equal(
    alignColumns(ROWS),
    'machine    usd     why\n' + //
      't3.xlarge  121.47  slows down\n',
  );
  assert.equal(alignColumns(ROWS, 29), alignColumns(ROWS));
});

test('columns: what does not fit follows below, beside the first column again', () => {
  assert.equal(
    alignColumns(ROWS, 28),
    'machine    usd\n' +
      't3.xlarge  121.47\n' +
      '\n' +
      'machine    why\n' +
      't3.xlarge  slows down\n',
  );
  const narrow = alignColumns(ROWS, 1).split('\n\n');
  assert.equal(narrow.length, 2, 'a column that fits nowhere is shown all the same');
});
