import { join } from 'node:path';
import { createLocalStore } from '../../adapters/stores/local-store.ts';
import { MabError } from '../../core/errors.ts';

/**
 * Puts a file into a folder of the user, which is made when it is not there. A file of the same
 * name stays, and has to be the same: it may be somebody's data.
 *
 * @param option  The flag that named the folder, for hints.
 * @throws {MabError} DATA_FOLDER_TAKEN, DISK_FULL, NO_PERMISSION, NOT_A_FOLDER.
 */
export async function putUnlessOther(
  { folder, option }: { readonly folder: string; readonly option: string },
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  const store = createLocalStore(folder, option);
  const there = await store.get(name);
  if (!there) return store.put(name, bytes);
  if (Buffer.compare(there, bytes) === 0) return;
  throw new MabError('DATA_FOLDER_TAKEN', `${join(folder, name)} exists, and is another file.`, {
    hint: `Give an empty folder with ${option}, or remove the file.`,
  });
}
