import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, durationText, shortNumber } from './number-text.ts';

test('numbers are short and never rounded into another unit', () => {
  assert.deepEqual([0, 0.4, 999, 999.5, 1_000, 999_949, 999_950, 12_345_678].map(shortNumber), [
    ...['0', '0', '999', '1.0k', '1.0k', '999.9k', '1.00M', '12.35M'],
  ]);
  assert.deepEqual([0, 0.004, 9.99, 9.996, 999.4, 999.6, 59_949, 59_950].map(durationText), [
    '0 ms',
    '< 0.01 ms',
    '9.99 ms',
    '10 ms',
    '999 ms',
    '1.0 s',
    '59.9 s',
    '1.0 min',
  ]);
  assert.deepEqual([3_596_999, 3_597_000, 86_400_000].map(durationText), [
    ...['59.9 min', '1.0 h', '24.0 h'],
  ]);
});

test('one of a thing is not many', () => {
  assert.deepEqual(
    [counted(1, 'unit'), counted(0, 'unit'), counted(1, 'reply', 'replies')],
    ['1 unit', '0 units', '1 reply'],
  );
  assert.equal(counted(2, 'reply', 'replies'), '2 replies');
});
