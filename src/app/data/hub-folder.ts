import { basename } from 'node:path/posix';
import type { AsyncBuffer } from 'hyparquet';
import { parseItemTable } from '../../bench/datasets/item-table.ts';
import { competencyOfFile, type ParquetFolder } from '../../bench/datasets/parquet-file.ts';
import {
  ITEM_TABLE,
  PUBLISHED_LOCK,
  PUBLISHED_REPO,
} from '../../bench/datasets/published-files.ts';
import type { ItemTable } from '../../contracts/dataset.ts';
import type { HubFile, HubLock } from '../../contracts/hub.ts';
import { MabError } from '../../core/errors.ts';
import { type MachineCache, openCache } from './open-cache.ts';

/**
 * A revision in the cache of this machine, as a folder in the published layout. Reads only: nothing
 * is fetched in the middle of something else.
 *
 * @param revision  A commit.
 * @throws {MabError} DATA_NOT_PULLED; DATA_DAMAGED for a file whose content does not hash to it.
 */
export async function hubFolder(revision: string, chosen?: string): Promise<ParquetFolder> {
  const cache = openCache(chosen);
  const lock = await pulledLock(revision, cache);
  const isPublished = revision === PUBLISHED_LOCK.revision;
  const files = lock.files.flatMap((file) => {
    const name = basename(file.path);
    const competency = competencyOfFile(name);
    if (competency === undefined) return [];
    return [{ name, competency, isPublished, open: () => readCached(file, lock, cache) }];
  });
  const label = `${lock.repo} at ${revision.slice(0, 12)}`;
  const table = lock.files.find(({ path }) => path === ITEM_TABLE);
  if (!table) return { label, files };
  const itemTable = async (): Promise<ItemTable> =>
    parseItemTable(await heldBytes(table, lock, cache), `${ITEM_TABLE} of ${label}`);
  return { label, files, itemTable };
}

/** The files of a commit. @throws {MabError} DATA_NOT_PULLED. */
export async function pulledLock(
  revision: string,
  { hub, folder }: MachineCache,
): Promise<HubLock> {
  const locks = await hub.locks();
  const found = locks.find((lock) => lock.repo === PUBLISHED_REPO && lock.revision === revision);
  // What this release is pinned to counts, not what a file says of it.
  if (found) return revision === PUBLISHED_LOCK.revision ? PUBLISHED_LOCK : found;
  throw notPulled(`${PUBLISHED_REPO} at ${revision} is not in the cache (${folder}).`, revision);
}

async function readCached(file: HubFile, lock: HubLock, cache: MachineCache): Promise<AsyncBuffer> {
  return bufferOf(await heldBytes(file, lock, cache));
}

async function heldBytes(
  file: HubFile,
  { revision }: HubLock,
  { hub, folder }: MachineCache,
): Promise<Uint8Array> {
  const cached = await hub.read(file);
  if (cached.state === 'held') return cached.bytes;
  const what = `${file.path} in the cache (${folder})`;
  if (cached.state === 'missing') throw notPulled(`${what} is missing.`, revision);
  throw new MabError('DATA_DAMAGED', `${what} is damaged.`, {
    blame: 'environment',
    hint: `\`${pullCommand(revision)}\` fetches it again.`,
  });
}

function bufferOf(bytes: Uint8Array): AsyncBuffer {
  return {
    byteLength: bytes.length,
    slice: (start, end) => Uint8Array.from(bytes.subarray(start, end)).buffer,
  };
}

function notPulled(message: string, revision: string): MabError {
  return new MabError('DATA_NOT_PULLED', message, {
    hint:
      `Fetch it with \`${pullCommand(revision)}\`; a run never downloads by itself. Where another ` +
      'cache is meant, set MAB_CACHE.',
  });
}

function pullCommand(revision: string): string {
  const isPinned = revision === PUBLISHED_LOCK.revision;
  return `mab data pull${isPinned ? '' : ` --revision ${revision}`}`;
}
