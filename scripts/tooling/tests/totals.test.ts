import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTotals, parseTotals, sumTotals } from './totals.ts';

test('the last line of totals is read, whatever stands around it', () => {
  const output = 'x\n9 passed, 9 failed, 9 skipped\r\n1 passed, 2 failed, 3 skipped\r\nbye\n';
  assert.deepEqual(parseTotals(output), { passed: 1, failed: 2, skipped: 3 });
});

test('a suite that did not get to its totals has none', () => {
  assert.equal(parseTotals('Error: 1 passed, 2 failed, 3 skipped at once'), undefined);
});

test('sums are written as they are read', () => {
  const sum = sumTotals([
    { passed: 1, failed: 2, skipped: 3 },
    { passed: 10, failed: 0, skipped: 5 },
  ]);
  assert.equal(formatTotals(sum), '11 passed, 2 failed, 8 skipped');
  assert.deepEqual(sumTotals([]), { passed: 0, failed: 0, skipped: 0 });
});
