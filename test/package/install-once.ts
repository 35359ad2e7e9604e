import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { type Ended, npm } from './npm.ts';

const CACHE = join(ROOT, 'node_modules', '.cache');

/** Where packages are, or why there are none. */
export type Installed = { readonly folder: string } | { readonly missing: string };

/**
 * Installs what the lockfile in a folder names, once for each lockfile, into node_modules/.cache.
 * Installs beside the final place and moves there, so that a broken fetch leaves nothing behind.
 *
 * @param finish  What else has to be done in the folder: packages' own scripts are not run.
 */
export function installOnce(
  source: string,
  name: string,
  finish: (folder: string) => Ended = () => ({ exitCode: 0, stdout: '', stderr: '' }),
): Installed {
  const lock = sha256(readFileSync(join(source, 'package-lock.json'))).slice(0, 8);
  const folder = join(CACHE, `${name}-${lock}`);
  if (existsSync(folder)) return { folder };
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(join(CACHE, `${name}-draft-`));
  try {
    for (const file of ['package.json', 'package-lock.json']) {
      cpSync(join(source, file), join(draft, file));
    }
    for (const step of [() => npm(draft, ['ci', '--ignore-scripts']), () => finish(draft)]) {
      const { exitCode, stderr } = step();
      if (exitCode !== 0) return { missing: stderr.trim().split('\n').slice(0, 3).join(' ') };
    }
    moveOnce(draft, folder);
    return { folder };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Moves `draft` to `folder`, unless another process, which installed the same, was there first. */
export function moveOnce(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
