import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { npm } from './npm.ts';

const CACHE = join(ROOT, 'node_modules', '.cache');
const SOURCE = join(ROOT, 'test', 'package', 'floor-node');

/** Where a Node is, or why there is none. */
export type FoundNode = { readonly path: string } | { readonly missing: string };

/**
 * The older Node that the package must run on, fetched once into node_modules/.cache. `missing`
 * where it is not made for this platform or cannot be fetched.
 */
export function findFloorNode(): FoundNode {
  const [platform, binary] =
    process.platform === 'win32' ? ['win', 'node.exe'] : [process.platform, 'node'];
  const inside = join('node_modules', `node-${platform}-${process.arch}`, 'bin', binary);
  const path = join(CACHE, 'floor-node', inside);
  if (existsSync(path)) return { path };
  const failure = fetchInto(join(CACHE, 'floor-node'));
  if (failure !== undefined) return { missing: `Node 22 could not be fetched: ${failure}` };
  return existsSync(path)
    ? { path }
    : { missing: `no package brings Node 22 to ${process.platform}-${process.arch}` };
}

/**
 * Installs beside the final place and moves there, so that a broken fetch leaves nothing behind.
 */
function fetchInto(folder: string): string | undefined {
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(join(CACHE, 'floor-node-'));
  try {
    cpSync(SOURCE, draft, { recursive: true });
    const { exitCode, stderr } = npm(draft, ['ci']);
    if (exitCode !== 0) return stderr.trim().split('\n').slice(0, 3).join(' ');
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
    return undefined;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
