import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { type HubFile, type HubLock, hubLockSchema } from '../../contracts/hub.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { diskError } from '../../core/disk-error.ts';
import { isContent } from './content-hash.ts';
import { fileHashesTo } from './hash-file.ts';

/** What the cache holds of a file. */
export type CachedFile =
  | { readonly state: 'held'; readonly bytes: Uint8Array; readonly storedBytes: number }
  /** `damaged`: what is there is not the file. */
  | { readonly state: 'missing' | 'damaged' };

/**
 * The files of hubs on this machine: named by what they hash to, so each is there once whatever
 * repository, revision or mirror it came from; compressed where that saves anything; and hashed
 * again whenever they are read.
 *
 * ```
 * objects/<oid>.zst, objects/<oid>       content
 * revisions/<owner>.<name>/<commit>.json  locks of what has been pulled
 * downloads/<oid>.part, .part.etag       what is on its way
 * locks/<oid>                            held by the process that fetches the file
 * ```
 */
export interface HubCache {
  read(file: HubFile): Promise<CachedFile>;
  /**
   * Takes a complete part into the cache. Leaves the part where it is.
   * @returns false where the part does not hash to the file.
   */
  adopt(file: HubFile, part: string): Promise<boolean>;
  partOf(file: HubFile): string;
  /** The name of what a process holds while it fetches the file; see `holdMachineLock`. */
  lockOf(file: HubFile): string;
  /** The locks of all that was pulled, by repository and commit. */
  locks(): Promise<readonly HubLock[]>;
  saveLock(lock: HubLock): Promise<void>;
  /** Makes the folders that parts and locks lie in. @throws {MabError} NO_PERMISSION, DISK_FULL. */
  prepare(): Promise<void>;
}

/**
 * @param folder  The cache's own, for files on their way.
 * @param store   The same folder, for everything that is written whole.
 */
export function createHubCache(folder: string, store: BlobStore): HubCache {
  const [downloads, locks] = [join(folder, 'downloads'), join(folder, 'locks')];
  return {
    partOf: ({ oid }) => join(downloads, `${oid}.part`),
    lockOf: ({ oid }) => join(locks, oid),
    read: (file) => readObject(store, file),
    async adopt(file, part) {
      if (!(await fileHashesTo(file, part))) return false;
      await storeObject(store, file, await readFile(part));
      return true;
    },
    async locks() {
      const keys = await store.list('revisions/');
      const locks = await Promise.all(keys.map((key) => readLock(store, key)));
      return locks.filter((lock) => lock !== undefined);
    },
    saveLock: (lock) => store.put(lockKey(lock), `${JSON.stringify(lock, null, 2)}\n`),
    async prepare() {
      await makeFolder(downloads);
      await makeFolder(locks);
    },
  };
}

const lockKey = ({ repo, revision }: HubLock): string =>
  `revisions/${repo.replace(/[^A-Za-z0-9_-]+/g, '.')}/${revision}.json`;

/** Undefined for what is no lock: then it is as if nothing had been pulled. */
async function readLock(store: BlobStore, key: string): Promise<HubLock | undefined> {
  const bytes = await store.get(key);
  try {
    return hubLockSchema.parse(JSON.parse(Buffer.from(bytes ?? []).toString('utf8')));
  } catch {
    return undefined;
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw diskError(error, path, '--cache');
  }
}

/**
 * Parquet is compressed already, but by snappy for speed: zstd takes another 12 to 18 % off the
 * published rows, and 80 % off the table of items (measured on the files that we have).
 */
const LEVEL = 9;
/** A file that shrinks by less than this share is kept as it is. */
const SAVING_MIN = 0.03;
const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

async function storeObject(store: BlobStore, { oid }: HubFile, bytes: Uint8Array): Promise<void> {
  const params = { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_checksumFlag]: 1 };
  const packed = await compress(bytes, { params });
  const pays = packed.length < bytes.length * (1 - SAVING_MIN);
  await store.put(pays ? `objects/${oid}.zst` : `objects/${oid}`, pays ? packed : bytes);
}

async function readObject(store: BlobStore, file: HubFile): Promise<CachedFile> {
  const packed = await store.get(`objects/${file.oid}.zst`);
  const plain = packed ? await unpack(packed, file) : await store.get(`objects/${file.oid}`);
  if (plain && isContent(file, plain)) {
    return { state: 'held', bytes: plain, storedBytes: (packed ?? plain).length };
  }
  return { state: (packed ?? plain) ? 'damaged' : 'missing' };
}

/** Undefined for what is not zstd, or would be larger than the file. */
async function unpack(packed: Uint8Array, { size }: HubFile): Promise<Uint8Array | undefined> {
  try {
    return await decompress(packed, { maxOutputLength: size + 1 });
  } catch {
    return undefined;
  }
}
