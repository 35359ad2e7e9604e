import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PriceSnapshot, priceSnapshotSchema } from '../../contracts/prices.ts';
import { MabError } from '../../core/errors.ts';
import { fileError } from '../file-error.ts';

/** Where `mab prices refresh` keeps what it has found. */
export function refreshedPath(workspace: string): string {
  return join(workspace, 'prices.json');
}

/**
 * What the last `mab prices refresh` has found; undefined where there was none.
 * @throws {MabError} PRICES_DAMAGED, NO_PERMISSION, FILE_….
 */
export async function readRefreshed(workspace: string): Promise<PriceSnapshot | undefined> {
  const path = refreshedPath(workspace);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw fileError(error, path);
  }
  try {
    return priceSnapshotSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new MabError('PRICES_DAMAGED', `${path} does not hold prices as mab writes them.`, {
      blame: 'environment',
      hint: 'Delete it and run `mab prices refresh` again; prices of your own go into --prices FILE.',
      cause: error,
    });
  }
}
