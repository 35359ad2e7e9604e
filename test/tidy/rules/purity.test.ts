import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIn } from '../reading/planted.ts';
import { noAmbientWorld, noInputOutputInside } from './purity.ts';

test('an inner room that loads files or the network is found, unlike its tests', () => {
  const text = "import { readFileSync } from 'node:fs';\nimport { get } from 'https';\n";
  assert.deepEqual(
    findIn(noInputOutputInside, {
      'src/bench/a.ts': text,
      'src/bench/a.test.ts': text,
      'src/adapters/stores/a.ts': text,
      'src/core/a.ts': "import { createHash } from 'node:crypto';\n",
    }),
    [
      'src/bench/a.ts:1: node:fs is I/O, which this room gets as a port or an argument',
      'src/bench/a.ts:2: https is I/O, which this room gets as a port or an argument',
    ],
  );
});

test('a promise or a sub-path of such a module counts too', () => {
  assert.deepEqual(
    findIn(noInputOutputInside, { 'src/cost/a.ts': "await import('node:fs/promises');" }),
    ['src/cost/a.ts:1: node:fs/promises is I/O, which this room gets as a port or an argument'],
  );
});

test('process.env outside of app and any console are found in code, not in comments', () => {
  assert.deepEqual(
    findIn(noAmbientWorld, {
      'src/run/a.ts': '// process.env\nconst a = process.env.HOME;\nconsole.log(a);\n',
      'src/app/a.ts': 'const a = process.env.HOME;\n',
      'test/a.ts': 'console.log(process.env.HOME);\n',
    }),
    [
      'src/run/a.ts:2: process.env is read in src/app only',
      'src/run/a.ts:3: console is not used: emit an event, or write to a stream that was handed in',
    ],
  );
});
