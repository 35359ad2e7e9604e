import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createHubClient } from '../../adapters/hub/hub-client.ts';
import { parseEndpoint } from '../../adapters/hub/hub-urls.ts';
import { invariant } from '../../core/errors.ts';
import { HUB_COMMIT, HUB_REPO, hubOf } from '../../testing/hub-files.ts';
import { startHubServer } from '../../testing/hub-server.ts';
import { nodeClock } from '../node-clock.ts';
import { type FetchWorld, fetchFile } from './fetch-file.ts';
import { openCache } from './open-cache.ts';

test('a file that came between looking and locking is not fetched again', async () => {
  await using hub = await startHubServer(hubOf());
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-fetch-'));
  const { signal } = new AbortController();
  const client = createHubClient(parseEndpoint(hub.url), { stallMs: 10_000 });
  const lock = await client.lockOf(HUB_REPO, HUB_COMMIT, signal);
  const { hub: cache } = openCache(folder.path);
  const world: FetchWorld = {
    ...{ client, lock, cache, signal, clock: nodeClock },
    random: () => 0,
    onEvent: () => {},
  };
  const [file] = lock.files;
  invariant(file, 'the hub has no file');
  const outrun = {
    ...cache,
    // Called after it has been looked for, and before the lock is asked for.
    prepare: async () => {
      assert.equal((await fetchFile(file, world)).outcome, 'fetched');
    },
  };
  const { outcome } = await fetchFile(file, { ...world, cache: outrun });
  assert.equal(outcome, 'shared');
  assert.equal(hub.sentBytes(), file.size);
});
