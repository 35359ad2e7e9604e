import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { moveOnce } from './install-once.ts';

test('of two processes that install the same at once the first one wins, and both go on', () => {
  using root = mkdtempDisposableSync(join(tmpdir(), 'mab-once-'));
  const folder = join(root.path, 'packages');
  for (const name of ['first', 'second']) {
    const draft = join(root.path, name);
    mkdirSync(draft);
    writeFileSync(join(draft, 'who'), name);
    moveOnce(draft, folder);
  }
  assert.equal(readFileSync(join(folder, 'who'), 'utf8'), 'first');
  assert.throws(() => moveOnce(join(root.path, 'none'), join(root.path, 'nowhere')), /ENOENT/);
  assert.ok(existsSync(folder));
});
