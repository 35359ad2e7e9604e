import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIn } from '../reading/planted.ts';
import { documentedExports, noBarrels } from './exports.ts';

test('barrels, star exports and default exports are found in src', () => {
  const text = "export * from './a.ts';\nexport default 1;\n";
  assert.deepEqual(
    findIn(noBarrels, { 'src/run/index.ts': text, 'src/public/index.ts': '', 'test/a.ts': text }),
    [
      'src/run/index.ts:1: index.ts exists in src/public only: name the concept',
      'src/run/index.ts:1: export * hides what is exported: list the names',
      'src/run/index.ts:2: a default export has no name: export a named one',
    ],
  );
});

test('an export without a docstring is found where others build on it', () => {
  const text = [
    '/** Documented. */',
    'export interface A {}',
    '',
    'export interface B {}',
    '// Not a docstring.',
    'export async function c(): Promise<void> {}',
    'function inner(): void {}',
  ].join('\n');
  assert.deepEqual(findIn(documentedExports, { 'src/cost/a.ts': text, 'src/run/a.ts': text }), [
    'src/cost/a.ts:4: B is exported here without a docstring',
    'src/cost/a.ts:6: c is exported here without a docstring',
  ]);
});
