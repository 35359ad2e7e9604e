import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the checkout, with a separator at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * All files below some folders of the checkout, as slash-separated paths from its root, sorted.
 * Folders that do not exist count as empty; `node_modules` is never entered.
 */
export function listFiles(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => filesBelow(folder)).sort();
}

function filesBelow(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path);
    return [path];
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(join(ROOT, folder.split('/').join(sep)), { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
