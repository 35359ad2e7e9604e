import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIn } from '../reading/planted.ts';
import { declaredDependencies, justifiedDependencies } from './dependencies.ts';

const MANIFEST = [
  '{ "name": "ours",',
  '"dependencies": { "zod": "1.0.0",',
  '"@scope/unused": "1.0.0" },',
  '"devDependencies": { "typescript": "1.0.0", "fast-check": "1.0.0",',
  '"forgotten": "1.0.0" },',
  '"peerDependencies": { "optional": "1.0.0" }',
  '}',
].join('\n');

test('undeclared, wrongly declared and unused packages are found', () => {
  assert.deepEqual(
    findIn(declaredDependencies, {
      'package.json': MANIFEST,
      'src/run/a.ts':
        "import 'zod/mini';\nimport 'node:fs';\nimport 'fast-check';\nimport './b.ts';" +
        "\nawait import('optional');",
      'examples/own.ts': "import 'ours/plugin';",
      'src/run/b.ts': "import 'ours/plugin';",
      'src/run/a.test.ts': "import 'fast-check';\nimport '@scope/absent/part';",
    }),
    [
      'src/run/a.ts:3: fast-check is imported but not in dependencies',
      'src/run/b.ts:1: ours is imported but not in dependencies',
      'src/run/a.test.ts:2: @scope/absent is imported but not in devDependencies',
      'package.json:3: @scope/unused is a dependency that nothing in src imports',
      'package.json:5: forgotten is a devDependency that nothing imports',
    ],
  );
});

test('a package without a reason, with an empty one, or gone from package.json is found', () => {
  assert.deepEqual(
    findIn(justifiedDependencies, {
      'package.json': MANIFEST,
      'docs/dependencies.md': [
        '| package | why |',
        '|---|---|',
        '| `zod` | Schemas. |',
        '| `@scope/unused` | |',
        '| `typescript` | Types. |',
        '| `fast-check` | Properties. |',
        '| `gone` | Nobody knows. |',
      ].join('\n'),
    }),
    [
      'package.json:3: @scope/unused has no reason in docs/dependencies.md',
      'package.json:5: forgotten has no reason in docs/dependencies.md',
      'docs/dependencies.md:7: gone is not a dependency any more',
    ],
  );
});
