import assert from 'node:assert/strict';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HubLock } from '../contracts/hub.ts';
import { isFileOf } from './data-source.ts';

test('a file is of a lock by name, size and hash', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-source-'));
  // printf 'hello\n' | sha256sum
  const oid = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';
  const files = ['data/a.parquet', 'data/b.parquet', 'data/c.parquet'];
  const lock: HubLock = {
    ...{ v: 1, repo: 'a/b', revision: '0'.repeat(40) },
    files: files.map((path) => ({ path, size: 6, oid })),
  };
  const contents = { a: 'hello\n', b: 'hellO\n', c: 'hello', d: 'hello\n' };
  const found: Record<string, boolean> = {};
  for (const [name, content] of Object.entries(contents)) {
    const path = join(folder.path, `${name}.parquet`);
    await writeFile(path, content);
    found[name] = await isFileOf(lock, path);
  }
  assert.deepEqual(found, { a: true, b: false, c: false, d: false });
});
