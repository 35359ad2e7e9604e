import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIn } from '../reading/planted.ts';
import { fileSizes, functionSizes } from './sizes.ts';

const bodyOf = (lines: number): string => `${'  work();\n'.repeat(lines)}}\n`;

test('the 501st line and the 101st column are too much', () => {
  assert.deepEqual(
    findIn(fileSizes, {
      'src/core/fits.ts': `${'x'.repeat(100)}\n`.repeat(500),
      'src/core/long.ts': '\n'.repeat(501),
      'src/core/wide.ts': `\n${'x'.repeat(101)}\n`,
      'docs/wide.md': 'x'.repeat(200),
    }),
    ['src/core/long.ts:1: 501 lines; at most 500', 'src/core/wide.ts:2: 101 columns; at most 100'],
  );
});

test('a text may make a line 120 columns wide, a comment may not', () => {
  assert.deepEqual(
    findIn(fileSizes, {
      'src/core/fits.ts': `const a = '${'x'.repeat(107)}';\n`,
      'src/core/wide.ts': `const a = '${'x'.repeat(108)}';\n`,
      'src/core/comment.ts': `// ${'x'.repeat(98)}\n`,
    }),
    [
      'src/core/wide.ts:1: 121 columns; at most 120',
      'src/core/comment.ts:1: 101 columns; at most 100',
    ],
  );
});

test('functions of every form may have 70 lines and no more', () => {
  const heads = [
    'function a(b: string) {\n',
    'async function a({ b, c }: { b: string; c: string }): Promise<Map<string, number>> {\n',
    'const a = (b: string): void => {\n',
    'class A { run(): void {\n',
    'function a(): asserts b is string {\n',
  ];
  for (const head of heads) {
    assert.deepEqual(findIn(functionSizes, { 'src/core/a.ts': head + bodyOf(68) }), []);
    assert.deepEqual(findIn(functionSizes, { 'src/core/a.ts': head + bodyOf(69) }), [
      'src/core/a.ts:1: function of 71 lines; at most 70',
    ]);
  }
});

test('what is no function may be longer: blocks, tables and lists of tests', () => {
  const heads = [
    'for (const a of b) {\n',
    'const table = {\n',
    'interface A {\n',
    "describe('a', () => {\n",
    'if (a(b)) {\n',
  ];
  for (const head of heads) {
    assert.deepEqual(findIn(functionSizes, { 'src/core/a.ts': head + bodyOf(90) }), []);
  }
});
