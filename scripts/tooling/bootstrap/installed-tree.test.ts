import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { isInstalledByHand } from './installed-tree.mjs';

const modules = mkdtempSync(join(tmpdir(), 'mab-modules-'));
after(() => rmSync(modules, { recursive: true, force: true }));

const zod = { version: '1.0.0', integrity: 'sha512-a' };
const foreign = { version: '1.0.0', optional: true, os: 'no-such-system' };
const fitting = { version: '1.0.0', optional: true, os: process.platform, cpu: process.arch };

function isInstalled(wanted: Record<string, object>, installed: Record<string, object>): boolean {
  const note = { packages: installed };
  writeFileSync(join(modules, '.package-lock.json'), JSON.stringify(note));
  return isInstalledByHand(JSON.stringify({ packages: { '': {}, ...wanted } }), modules);
}

test('what the lockfile names is there, but for packages of other machines', () => {
  assert.equal(isInstalled({ zod, foreign }, { zod }), true);
});

test('a missing package, another version or another content is not what the lockfile names', () => {
  assert.equal(isInstalled({ zod }, {}), false);
  assert.equal(isInstalled({ zod }, { zod: { ...zod, version: '1.0.1' } }), false);
  assert.equal(isInstalled({ zod }, { zod: { ...zod, integrity: 'sha512-b' } }), false);
  assert.equal(isInstalled({ fitting }, {}), false);
});

test('without node_modules nothing is installed', () => {
  assert.equal(isInstalledByHand('{ "packages": {} }', join(modules, 'absent')), false);
});
