import { partBytes, removePart } from '../../adapters/hub/download-part.ts';
import type { HubCache } from '../../adapters/hub/hub-cache.ts';
import type { HubClient } from '../../adapters/hub/hub-client.ts';
import { holdMachineLock } from '../../adapters/hub/machine-lock.ts';
import type { HubFile, HubLock } from '../../contracts/hub.ts';
import type { Clock } from '../../core/clock.ts';
import { MabError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import type { PullEvent, PulledFile } from './pull-contract.ts';
import { retried } from './retried.ts';

export interface FetchWorld {
  readonly cache: HubCache;
  readonly client: HubClient;
  readonly lock: HubLock;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly random: Random;
  readonly onEvent: (event: PullEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * Brings a file into the cache, unless it is there and whole. Of all processes of this machine one
 * fetches it; the others wait, and find it.
 */
export async function fetchFile(file: HubFile, world: FetchWorld): Promise<PulledFile> {
  const { cache, clock, signal, onEvent } = world;
  const { path } = file;
  const first = await cache.read(file);
  if (first.state === 'held') return pulled(file, first.storedBytes, 'cached');
  if (first.state === 'damaged') onEvent({ type: 'file-damaged', path, where: 'cache' });
  await cache.prepare();
  using _held = await holdMachineLock(cache.lockOf(file), {
    ...{ clock, signal },
    onWait: () => void tellWaiting(file, world),
  });
  // Somebody may have fetched it since.
  const again = await cache.read(file);
  if (again.state === 'held') return pulled(file, again.storedBytes, 'shared');
  await complete(file, world);
  const kept = await cache.read(file);
  if (kept.state === 'held') return pulled(file, kept.storedBytes, 'fetched');
  throw new MabError('CACHE_DAMAGED', `The cache does not give back ${path} as it was stored.`, {
    blame: 'environment',
    hint: 'Check the disk, or give another folder with --cache.',
  });
}

function pulled(file: HubFile, storedBytes: number, outcome: PulledFile['outcome']): PulledFile {
  return { ...file, storedBytes, outcome };
}

async function tellWaiting(file: HubFile, { cache, onEvent }: FetchWorld): Promise<void> {
  const bytes = await partBytes(cache.partOf(file));
  onEvent({ type: 'bytes-arrived', path: file.path, bytes, elsewhere: true });
}

/**
 * Fetches, checks and stores. A file that was put together from several transfers and is wrong is
 * fetched once more from the start: the server may have changed in between.
 */
async function complete(file: HubFile, world: FetchWorld): Promise<void> {
  const { cache, onEvent, lock } = world;
  const part = cache.partOf(file);
  for (const isLast of [false, true]) {
    const begun = await partBytes(part);
    const transfers = await transfer(file, part, world);
    if (await cache.adopt(file, part)) return removePart(part);
    await removePart(part);
    if (isLast || (begun === 0 && transfers === 1)) break;
    onEvent({ type: 'file-damaged', path: file.path, where: 'transfer' });
  }
  throw new MabError('HUB_CHECKSUM', `${file.path} of ${lock.repo} arrived with a wrong hash.`, {
    blame: 'environment',
    hint: 'Nothing was kept of it. Try again, or give another hub with --mirror.',
    details: { path: file.path, oid: file.oid },
  });
}

/** @returns How many transfers it took. */
async function transfer(file: HubFile, part: string, world: FetchWorld): Promise<number> {
  const { client, lock, onEvent, signal } = world;
  const { path } = file;
  let transfers = 0;
  const onBytes = (bytes: number): void => {
    onEvent({ type: 'bytes-arrived', path, bytes, elsewhere: false });
  };
  await retried(
    () => {
      transfers += 1;
      return client.download(lock, file, { part, onBytes, signal });
    },
    {
      ...world,
      onRetry: ({ code, message }, waitMs) =>
        onEvent({ type: 'transfer-retried', path, code, message, waitMs }),
    },
    () => partBytes(part),
  );
  return transfers;
}
