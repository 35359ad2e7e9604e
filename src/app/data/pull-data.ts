import { basename, resolve } from 'node:path';
import { createHubClient, type HubClient } from '../../adapters/hub/hub-client.ts';
import { DEFAULT_ENDPOINT, parseEndpoint } from '../../adapters/hub/hub-urls.ts';
import {
  isDataFile,
  PUBLISHED_LOCK,
  PUBLISHED_REPO,
} from '../../bench/datasets/published-files.ts';
import type { HubLock } from '../../contracts/hub.ts';
import type { Clock } from '../../core/clock.ts';
import { invariant, MabError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { type FetchWorld, fetchFile } from './fetch-file.ts';
import { LOCK_NAME } from './folder-lock.ts';
import { type MachineCache, openCache } from './open-cache.ts';
import type { PulledFile, PullOptions, PullResult } from './pull-contract.ts';
import { putUnlessOther } from './put-unless-other.ts';
import { retried } from './retried.ts';

interface PullWorld {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly random: Random;
}

/**
 * Brings a revision of the published dataset into the machine's cache, and into a folder where one
 * is asked for.
 */
export async function pullData(options: PullOptions, world: PullWorld): Promise<PullResult> {
  const { onEvent, to, mirror = DEFAULT_ENDPOINT, stallMs } = options;
  const client = createHubClient(parseEndpoint(mirror), { stallMs });
  const cache = openCache(options.cache);
  const lock = await chooseLock(options, { ...world, cache, client });
  const { repo, revision } = lock;
  onEvent({
    ...{ type: 'pull-started', repo, revision, files: lock.files.length },
    bytes: lock.files.reduce((sum, { size }) => sum + size, 0),
  });
  const files = await fetchAll({ ...world, ...options, client, lock, cache: cache.hub });
  await saveOnce(cache, lock);
  const folder = to === undefined ? undefined : resolve(to);
  if (folder !== undefined) await writeFolder(folder, lock, cache);
  return {
    ...{ repo, revision, files, cache: cache.folder },
    pinned: revision === PUBLISHED_LOCK.revision,
    ...(folder !== undefined && { folder }),
  };
}

async function fetchAll(world: FetchWorld): Promise<PulledFile[]> {
  const files: PulledFile[] = [];
  for (const wanted of world.lock.files) {
    world.signal.throwIfAborted();
    const file = await fetchFile(wanted, world);
    world.onEvent({ type: 'file-finished', file });
    files.push(file);
  }
  return files;
}

/** A cache that may only be read is no trouble as long as there is nothing to add to it. */
async function saveOnce({ hub }: MachineCache, lock: HubLock): Promise<void> {
  if (!(await findLock(await hub.locks(), lock.revision))) await hub.saveLock(lock);
}

function findLock(locks: readonly HubLock[], revision: string): HubLock | undefined {
  return locks.find((lock) => lock.repo === PUBLISHED_REPO && lock.revision === revision);
}

/** Of a commit that is known already, nothing has to be asked. */
async function chooseLock(
  { revision = PUBLISHED_LOCK.revision, signal, onEvent }: PullOptions,
  { cache, client, ...world }: PullWorld & { cache: MachineCache; client: HubClient },
): Promise<HubLock> {
  if (revision === PUBLISHED_LOCK.revision) return PUBLISHED_LOCK;
  const known = findLock(await cache.hub.locks(), revision);
  if (known) return known;
  const lock = await retried(() => client.lockOf(PUBLISHED_REPO, revision, signal), {
    ...{ ...world, signal },
    onRetry: ({ code, message }, waitMs) =>
      onEvent({ type: 'transfer-retried', path: 'the list of files', code, message, waitMs }),
  });
  // A branch that stands for the pinned commit: what we are pinned to says more (SHA-256 of all).
  if (lock.revision === PUBLISHED_LOCK.revision) return PUBLISHED_LOCK;
  const files = lock.files.filter(({ path }) => isDataFile(path));
  if (files.length > 0) return { ...lock, files };
  throw new MabError('HUB_REVISION_EMPTY', `Revision "${revision}" holds no parquet file.`, {
    hint: 'Leave --revision out for the revision that scores are published on.',
  });
}

async function writeFolder(folder: string, lock: HubLock, { hub }: MachineCache): Promise<void> {
  for (const file of lock.files) {
    const cached = await hub.read(file);
    invariant(cached.state === 'held', `${file.path} has left the cache.`);
    await putUnlessOther({ folder, option: '--to' }, basename(file.path), cached.bytes);
  }
  const text = Buffer.from(`${JSON.stringify(lock, null, 2)}\n`);
  await putUnlessOther({ folder, option: '--to' }, LOCK_NAME, text);
}
