import { PUBLISHED_LOCK } from '../../bench/datasets/published-files.ts';
import type { DatasetSource, RowStatus } from '../../contracts/dataset.ts';
import type { HubFile, HubLock } from '../../contracts/hub.ts';
import { MabError } from '../../core/errors.ts';
import { openDataSource } from '../data-source.ts';
import type {
  CachedRevision,
  CacheListing,
  DataListing,
  ListedDataset,
  SourceName,
} from './data-contract.ts';
import { type MachineCache, openCache } from './open-cache.ts';
import { parseSource } from './source-name.ts';

/** The datasets of a source, with what is known of their rows. */
export async function listData(name: SourceName): Promise<DataListing> {
  const config = parseSource(name);
  const source = await openDataSource(config, process.cwd());
  const datasets: ListedDataset[] = [];
  for (const listing of await source.list()) {
    // Generating the corpus would tell nothing that is not known.
    const isOpen = config.kind === 'open-corpus';
    const statuses = isOpen
      ? (['open-corpus'] as const)
      : await statusesOf(source, listing.dataset);
    datasets.push({ ...listing, statuses });
  }
  return { label: source.label, datasets };
}

async function statusesOf(source: DatasetSource, dataset: string): Promise<readonly RowStatus[]> {
  const statuses = new Set<RowStatus>();
  try {
    for await (const { status } of source.rows(dataset)) statuses.add(status);
  } catch (error) {
    if (error instanceof MabError && error.blame === 'input') return [];
    throw error;
  }
  return [...statuses];
}

/** What the cache of this machine holds; every file is read and hashed. */
export async function listCache(chosen?: string): Promise<CacheListing> {
  const cache = openCache(chosen);
  const revisions: CachedRevision[] = [];
  for (const lock of await cache.hub.locks()) revisions.push(await cachedRevision(lock, cache));
  return { folder: cache.folder, revisions };
}

async function cachedRevision(lock: HubLock, cache: MachineCache): Promise<CachedRevision> {
  const { repo, revision } = lock;
  const files: CachedRevision['files'][number][] = [];
  for (const file of lock.files) files.push(await cachedFile(file, cache));
  return { repo, revision, pinned: revision === PUBLISHED_LOCK.revision, files };
}

async function cachedFile(file: HubFile, { hub }: MachineCache) {
  const { path, size } = file;
  const cached = await hub.read(file);
  const isHeld = cached.state === 'held';
  return { path, size, state: cached.state, ...(isHeld && { storedBytes: cached.storedBytes }) };
}
