import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { describeBlobStore } from '../../testing/blob-store-suite.ts';
import { createLocalStore } from './local-store.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mab-store-'));
  folders.push(folder);
  return folder;
}

describeBlobStore('local', async () => createLocalStore(newFolder()));

it('leaves no temporary file behind', async () => {
  const folder = newFolder();
  const store = createLocalStore(folder);
  await store.put('a', '1');
  await store.putIfAbsent('a', '2');
  await store.putIfAbsent('b', '3');
  assert.deepEqual(readdirSync(folder).sort(), ['a', 'b']);
});

it('says what to do when a file stands where its folder should be', async () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, '');
  await assert.rejects(createLocalStore(file).put('a/b', 'x'), {
    code: 'NOT_A_FOLDER',
    blame: 'environment',
    hint: 'A file stands where a folder is needed; give another --workspace.',
  });
});
