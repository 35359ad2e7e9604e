import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { BlobStore } from '../../contracts/store.ts';
import { errorMessage, MabError } from '../../core/errors.ts';

/**
 * A store in a folder of a local disk. Objects appear whole or not at all, and survive a power cut
 * once the promise has resolved: written beside, flushed, then renamed or linked, and the folder
 * flushed.
 */
export function createLocalStore(root: string): BlobStore {
  const pathOf = (key: string): string => join(root, ...checkedSegments(key));
  const write = async (
    key: string,
    data: Uint8Array | string,
    publish: (temporary: string, path: string) => Promise<boolean>,
  ): Promise<boolean> => {
    const path = pathOf(key);
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFlushed(temporary, data);
      const published = await publish(temporary, path);
      await flushFolder(dirname(path));
      return published;
    } catch (error) {
      throw storeError(error, path);
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  };
  return {
    async get(key) {
      const path = pathOf(key);
      try {
        return await readFile(path);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw storeError(error, path);
      }
    },
    async put(key, data) {
      await write(key, data, async (temporary, path) => {
        await rename(temporary, path);
        return true;
      });
    },
    putIfAbsent: (key, data) => write(key, data, linkOnce),
    async list(prefix) {
      const folder = join(root, ...prefix.split('/').slice(0, -1));
      const keys = (await filesBelow(folder)).map((path) =>
        relative(root, path).split(sep).join('/'),
      );
      return keys.filter((key) => key.startsWith(prefix) && !key.endsWith('.tmp')).sort();
    },
  };
}

/** A hard link fails where the name is taken, which a rename does not. */
async function linkOnce(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function writeFlushed(path: string, data: Uint8Array | string): Promise<void> {
  await using file = await open(path, 'wx');
  await file.writeFile(data);
  await file.sync();
}

/** Makes a new name durable. Windows cannot flush a folder and does not need to. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync();
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw storeError(error, folder);
  }
}

function checkedSegments(key: string): string[] {
  const segments = key.split('/');
  if (segments.every((segment) => /^[A-Za-z0-9._-]+$/.test(segment) && !/^\.+$/.test(segment))) {
    return segments;
  }
  throw new MabError('STORE_KEY_INVALID', `"${key}" is not a store key.`, { blame: 'bug' });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? '';
}

function storeError(error: unknown, path: string): MabError {
  const because = (code: string, hint: string): MabError =>
    new MabError(code, `${path} cannot be used: ${errorMessage(error)}.`, {
      ...{ blame: 'environment', hint, cause: error },
    });
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return because('DISK_FULL', 'Free space on the disk, then run the same command.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return because(
        'NO_PERMISSION',
        'Make the folder readable and writable, or give another --workspace.',
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return because(
        'NOT_A_FOLDER',
        'A file stands where a folder is needed; give another --workspace.',
      );
  }
  return because('DISK_FAILED', 'Check the disk, then run the same command.');
}
