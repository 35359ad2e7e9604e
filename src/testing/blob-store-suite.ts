import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BlobStore } from '../contracts/store.ts';

/** What every store has to do; run for each back end. */
export function describeBlobStore(name: string, openStore: () => Promise<BlobStore>): void {
  describe(`the ${name} store`, () => {
    it('gives back what was put, byte for byte, and the newer of two objects', async () => {
      const store = await openStore();
      const bytes = Uint8Array.from({ length: 1_000 }, (_, n) => n % 256);
      await store.put('a/b/bytes.bin', bytes);
      await store.put('a/text', 'grüße 🐋');
      await store.put('a/text', 'newer');
      assert.deepEqual(new Uint8Array((await store.get('a/b/bytes.bin')) ?? []), bytes);
      assert.equal(Buffer.from((await store.get('a/text')) ?? []).toString(), 'newer');
    });

    it('gives undefined for what is not there', async () => {
      const store = await openStore();
      await store.put('a/b', 'x');
      assert.equal(await store.get('a/c'), undefined);
      assert.equal(await store.get('c/a'), undefined);
    });

    it('lists the keys with a prefix, sorted, and none where nothing is', async () => {
      const store = await openStore();
      for (const key of ['runs/b/1', 'runs/a', 'runs/b/0', 'units/x', 'runs-old/y']) {
        await store.put(key, key);
      }
      assert.deepEqual(await store.list('runs/'), ['runs/a', 'runs/b/0', 'runs/b/1']);
      assert.deepEqual(await store.list('runs/b/'), ['runs/b/0', 'runs/b/1']);
      assert.deepEqual(await store.list('nothing/'), []);
    });

    it('has one winner when forty writers want the same new key, whose object stays', async () => {
      const store = await openStore();
      const wins = await Promise.all(
        Array.from({ length: 40 }, (_, n) => store.putIfAbsent('units/u/commit.json', `${n}`)),
      );
      const winner = wins.indexOf(true);
      assert.equal(wins.filter(Boolean).length, 1);
      assert.equal(await store.putIfAbsent('units/u/commit.json', 'late'), false);
      const kept = Buffer.from((await store.get('units/u/commit.json')) ?? []).toString();
      assert.equal(kept, `${winner}`);
      assert.deepEqual(await store.list('units/'), ['units/u/commit.json']);
    });

    it('never leaves its prefix', async () => {
      const store = await openStore();
      for (const key of ['', '/a', 'a/', 'a//b', '../a', 'a/../b', 'a/./b', 'a b', 'a\\b', 'ä']) {
        await assert.rejects(store.put(key, 'x'), { code: 'STORE_KEY_INVALID' });
      }
    });
  });
}
