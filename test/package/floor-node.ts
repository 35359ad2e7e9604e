import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { installOnce } from './install-once.ts';

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
  const installed = installOnce(SOURCE, 'floor-node');
  if ('missing' in installed) {
    return { missing: `Node 22 could not be fetched: ${installed.missing}` };
  }
  const inside = join('node_modules', `node-${platform}-${process.arch}`, 'bin', binary);
  const path = join(installed.folder, inside);
  return existsSync(path)
    ? { path }
    : { missing: `no package brings Node 22 to ${process.platform}-${process.arch}` };
}
