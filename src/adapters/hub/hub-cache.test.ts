import assert from 'node:assert/strict';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import type { HubLock } from '../../contracts/hub.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { isContent } from './content-hash.ts';
import { createHubCache } from './hub-cache.ts';
import { holdMachineLock } from './machine-lock.ts';

// printf 'hello\n' | sha256sum; printf 'hello\n' | git hash-object --stdin
const HELLO = Buffer.from('hello\n');
const SHA256 = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';
const GIT = 'ce013625030ba8dba906f756967f9e9ca394464a';

/** As much of a store as the cache asks for. */
function memoryStore(objects: Map<string, Uint8Array>): BlobStore {
  return {
    get: async (key) => objects.get(key),
    put: async (key, data) => {
      objects.set(key, Buffer.from(data));
    },
    putIfAbsent: () => Promise.reject(new Error('The cache never asks for this.')),
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)),
  };
}

async function createScene() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'mab-cache-'));
  const objects = new Map<string, Uint8Array>();
  const cache = createHubCache(folder.path, memoryStore(objects));
  await cache.prepare();
  return { cache, objects, folder: folder.path, [Symbol.asyncDispose]: () => folder.remove() };
}

test('content is known by its SHA-256, or by the id that git gives it', () => {
  assert.ok(isContent({ oid: SHA256, size: 6 }, HELLO));
  assert.ok(isContent({ oid: GIT, size: 6 }, HELLO));
  assert.ok(!isContent({ oid: SHA256, size: 6 }, Buffer.from('hellO\n')));
  assert.ok(!isContent({ oid: GIT, size: 7 }, HELLO));
});

test('a part becomes an object only when it hashes to its name', async () => {
  await using scene = await createScene();
  const { cache, objects } = scene;
  const file = { path: 'a.json', size: 6, oid: SHA256 };
  assert.deepEqual(await cache.read(file), { state: 'missing' });
  await writeFile(cache.partOf(file), 'hellO\n');
  assert.equal(await cache.adopt(file, cache.partOf(file)), false);
  await writeFile(cache.partOf(file), HELLO);
  assert.equal(await cache.adopt(file, cache.partOf(file)), true);
  assert.deepEqual(await cache.read(file), { state: 'held', bytes: HELLO, storedBytes: 6 });
  // Six bytes are not worth compressing.
  assert.deepEqual([...objects.keys()], [`objects/${SHA256}`]);
});

test('text is kept as a zstd frame that any tool can read', async () => {
  await using scene = await createScene();
  const { cache, objects } = scene;
  const text = Buffer.from('{"name": 1}\n'.repeat(10_000));
  // printf '{"name": 1}\n%.0s' $(seq 10000) | sha256sum
  const oid = 'd437b3ec426245c5036142536f2d32d862ce7d54c3f55ef1fc27fbefd2334b41';
  const file = { path: 'a.json', size: text.length, oid };
  await writeFile(cache.partOf(file), text);
  assert.equal(await cache.adopt(file, cache.partOf(file)), true);
  const stored = objects.get(`objects/${oid}.zst`) ?? Buffer.of();
  assert.ok(stored.length < 100);
  assert.ok(text.equals(zstdDecompressSync(stored)));
  stored[20] = (stored[20] ?? 0) ^ 1;
  assert.equal((await cache.read(file)).state, 'damaged');
});

test('a lock that is none is as if nothing had been pulled', async () => {
  await using scene = await createScene();
  const { cache, objects } = scene;
  const lock: HubLock = { v: 1, repo: 'a/b', revision: 'a'.repeat(40), files: [] };
  await cache.saveLock(lock);
  assert.deepEqual(await cache.locks(), [lock]);
  objects.set(`revisions/a.b/${lock.revision}.json`, Buffer.from('{'));
  assert.deepEqual(await cache.locks(), []);
});

test('of two that want a name one waits, and can stop waiting', async () => {
  await using scene = await createScene();
  const path = join(scene.folder, 'locks', 'name');
  const never = new AbortController();
  let polls = 0;
  const hold = (signal = never.signal) =>
    holdMachineLock(path, {
      signal,
      onWait: () => {
        polls += 1;
      },
      clock: { sleep: () => new Promise((resolve) => setImmediate(resolve)) },
    });
  const first = await hold();
  assert.equal(polls, 0);
  const second = hold();
  const stop = new AbortController();
  const third = hold(stop.signal);
  stop.abort(new Error('enough'));
  await assert.rejects(third, { message: 'enough' });
  assert.ok(polls > 0);
  first[Symbol.dispose]();
  (await second)[Symbol.dispose]();
});
