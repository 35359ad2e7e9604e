import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIn } from '../reading/planted.ts';
import { importCycles } from './import-cycles.ts';

test('a cycle through a dynamic and a type-only import is found and written out', () => {
  assert.deepEqual(
    findIn(importCycles, {
      'src/run/a.ts': "const b = await import('./b.ts');",
      'src/run/b.ts': "\nimport type { C } from '../core/c.ts';",
      'src/core/c.ts': "import { a } from '../run/a.ts';",
    }),
    [
      'src/core/c.ts:1: import cycle: ' +
        'src/run/a.ts -> src/run/b.ts -> src/core/c.ts -> src/run/a.ts',
    ],
  );
});

test('a diamond, a package and a worker address are no cycle', () => {
  assert.deepEqual(
    findIn(importCycles, {
      'src/run/a.ts': "import './b.ts';\nimport './c.ts';\nimport 'zod';",
      'src/run/b.ts': "import './d.ts';",
      'src/run/c.ts': "import './d.ts';",
      'src/run/d.ts': "new Worker(new URL('./a.ts', import.meta.url));",
    }),
    [],
  );
});
