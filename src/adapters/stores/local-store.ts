import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { BlobStore } from '../../contracts/store.ts';
import { diskError } from '../../core/disk-error.ts';
import { MabError } from '../../core/errors.ts';

/**
 * A store in a folder of a local disk. Objects appear whole or not at all, and survive a power cut
 * once the promise has resolved: written beside, flushed, then renamed or linked, and the folder
 * flushed.
 *
 * @param option  The flag that gives another folder, for hints.
 */
export function createLocalStore(root: string, option = '--workspace'): BlobStore {
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
      throw diskError(error, path, option);
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
        throw diskError(error, path, option);
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
      const keys = (await filesBelow(folder, option)).map((path) =>
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

async function filesBelow(folder: string, option: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw diskError(error, folder, option);
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
