import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectTests } from './select-tests.ts';

const PATHS = [
  'src/core/money.test.ts',
  'src/core/money.ts',
  'test/aws/inventory.test.ts',
  'test/browser/report-page.test.ts',
  'test/package/packed-package.test.ts',
  'test/tidy/tidy.test.ts',
];

test('without arguments every test is chosen but those that need a built package or a browser', () => {
  assert.deepEqual(selectTests(PATHS, []), {
    files: ['src/core/money.test.ts', 'test/tidy/tidy.test.ts'],
    namePatterns: [],
  });
});

test('a part of a path chooses those files, also those that need a built package', () => {
  assert.deepEqual(selectTests(PATHS, ['./test/package', 'core\\money']).files, [
    'src/core/money.test.ts',
    'test/package/packed-package.test.ts',
  ]);
});

test('any other argument is a part of a name, taken literally', () => {
  assert.deepEqual(selectTests(PATHS, ['tidy', '2 > 1 (so far)']), {
    files: ['test/tidy/tidy.test.ts'],
    namePatterns: [/2 > 1 \(so far\)/],
  });
});
