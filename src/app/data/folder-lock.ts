import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HubLock, hubLockSchema } from '../../contracts/hub.ts';
import { MabError } from '../../core/errors.ts';
import { fileError } from '../file-error.ts';

/** The file beside pulled data that says what each file has to hash to. */
export const LOCK_NAME = 'mab-data.lock.json';

/**
 * The lock of a folder with data; undefined where it has none.
 * @throws {MabError} LOCK_UNREADABLE, NO_PERMISSION.
 */
export async function readFolderLock(folder: string): Promise<HubLock | undefined> {
  const path = join(folder, LOCK_NAME);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw fileError(error, path);
  });
  if (text === undefined) return undefined;
  try {
    return hubLockSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new MabError('LOCK_UNREADABLE', `${path} is not a lock of \`mab data pull\`.`, {
      hint: 'Pull the data again into an empty folder, or remove the lock to do without checksums.',
      cause: error,
    });
  }
}
