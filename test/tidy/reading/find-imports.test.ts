import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findImports } from './find-imports.ts';
import { maskSource } from './mask-source.ts';

test('every form of loading a file is found with its line', () => {
  const text = [
    "import { a } from './a.ts';",
    'import {',
    '  type B,',
    "} from './b.ts';",
    "import './c.ts';",
    "export { d } from './d.ts';",
    "const e = await import('./e.ts');",
    "require.resolve('f');",
    "new Worker(new URL('./g.ts', import.meta.url));",
    "import h from './h.json' with { type: 'json' };",
  ].join('\n');
  assert.deepEqual(
    findImports(maskSource(text)).map(({ specifier, line, kind }) => [specifier, line, kind]),
    [
      ['./a.ts', 1, 'module'],
      ['./b.ts', 4, 'module'],
      ['./c.ts', 5, 'module'],
      ['./d.ts', 6, 'module'],
      ['./e.ts', 7, 'module'],
      ['f', 8, 'module'],
      ['./g.ts', 9, 'url'],
      ['./h.json', 10, 'module'],
    ],
  );
});

test('what only looks like an import is none', () => {
  const text = [
    "// import { a } from './a.ts';",
    `const text = "import { a } from './a.ts'";`,
    "const path = resolve('folder');",
    "export const from = 'x';",
  ].join('\n');
  assert.deepEqual(findImports(maskSource(text)), []);
});
