import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factRow, writeDataFolder } from './small-dataset.ts';

/**
 * A temporary folder with data for a run of about one second, and room for any number of
 * workspaces.
 */
export interface Arena extends Disposable {
  readonly data: string;
  readonly compileCache: string;
  /** A new empty folder. */
  folder(): string;
}

/** @param questions  On each of the two contexts; asked once by each method. */
export function createArena(questions = 8): Arena {
  const root = mkdtempSync(join(tmpdir(), 'mab-chaos-'));
  let folders = 0;
  return {
    data: writeDataFolder(join(root, 'data'), [factRow(0, questions), factRow(1, questions)]),
    compileCache: process.env.NODE_COMPILE_CACHE ?? join(root, 'compile-cache'),
    folder() {
      folders += 1;
      const folder = join(root, String(folders));
      mkdirSync(folder);
      return folder;
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}
