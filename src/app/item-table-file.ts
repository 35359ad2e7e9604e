import { dirname, join } from 'node:path';
import { parseItemTable } from '../bench/datasets/item-table.ts';
import type { ItemTable } from '../contracts/dataset.ts';
import { MabError } from '../core/errors.ts';

const NAMES = ['entity2id.json', join('redial', 'entity2id.json')];

/**
 * The table of items of a data folder: the file that is named, else `entity2id.json` or
 * `redial/entity2id.json` in the folder, in the one that holds it, or in the one above that.
 *
 * @param read  Throws FILE_MISSING for a file that does not exist, and other errors for others.
 * @throws {MabError} ITEM_TABLE_MISSING, ITEM_TABLE_INVALID, and what `read` throws.
 */
export async function findItemTable(
  folder: string,
  named: string | undefined,
  read: (path: string) => Promise<Uint8Array>,
): Promise<ItemTable> {
  if (named !== undefined) return parseItemTable(await read(named), named);
  const folders = [folder, dirname(folder), dirname(dirname(folder))];
  for (const path of folders.flatMap((each) => NAMES.map((name) => join(each, name)))) {
    const bytes = await readIfThere(path, read);
    if (bytes) return parseItemTable(bytes, path);
  }
  throw new MabError('ITEM_TABLE_MISSING', `There is no ${NAMES.join(' or ')} near ${folder}.`, {
    hint:
      'Recommendations are scored with it: put the entity2id.json of ReDial into the data folder, ' +
      'or name it by data.itemTable; or leave the dataset out.',
  });
}

async function readIfThere(
  path: string,
  read: (path: string) => Promise<Uint8Array>,
): Promise<Uint8Array | undefined> {
  try {
    return await read(path);
  } catch (error) {
    if (error instanceof MabError && error.code === 'FILE_MISSING') return undefined;
    throw error;
  }
}
