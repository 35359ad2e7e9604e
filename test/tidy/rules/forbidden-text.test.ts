import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIn } from '../reading/planted.ts';
import { forbiddenText } from './forbidden-text.ts';

test('registry hosts, paths of one machine, lone tests and unfinished work are found', () => {
  const found = findIn(forbiddenText, {
    'package-lock.json': '{\n"resolved": "https://registry.example.org/zod.tgz"\n}',
    'docs/a.md': 'see `/root/project/src`',
    'src/run/a.ts': "const a = '/tmp/a';\n// TODO: finish",
    'src/run/a.test.ts': "test.only('a', () => {});",
  });
  assert.deepEqual(
    found.map((line) => line.split(' ')[0]),
    [
      'package-lock.json:2:',
      'docs/a.md:1:',
      'src/run/a.ts:1:',
      'src/run/a.ts:2:',
      'src/run/a.test.ts:1:',
    ],
  );
});

test('addresses on the web, relative paths and words in strings are free', () => {
  assert.deepEqual(
    findIn(forbiddenText, {
      'docs/a.md': 'https://example.org/root/ and src/root/a.ts',
      'scripts/a.ts': "const a = 'test.only('; const b = ['/tmp/'];",
    }),
    [],
  );
});
