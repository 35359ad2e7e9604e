import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { ROOT } from '../list-files.ts';

/** `npm test -- …` in a process of its own: Node does not run tests within tests. */
function npmTest(...args: readonly string[]) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const program = ['scripts/bootstrap.mjs', 'scripts/test.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    ...{ cwd: ROOT, env, encoding: 'utf8' },
  });
  return { status, last: stdout.trimEnd().split('\n').at(-1), stderr };
}

test('files in which no test has the name count as nothing, so a mistyped path is a failure', () => {
  assert.deepEqual(npmTest('tests/totals.test', 'src/no/such/folder'), {
    status: 1,
    last: '0 passed, 0 failed, 0 skipped',
    stderr: 'No test matches: tests/totals.test src/no/such/folder\n',
  });
});
