import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, ROOT } from './tooling/list-files.ts';

const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/**
 * `npm run build`: makes dist/ from src/, without tests, fixtures and test suites.
 *
 * @returns The compiler's exit code.
 */
export async function main(): Promise<number> {
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [COMPILER, '-p', 'tsconfig.build.json'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status === 0) copyDataFiles();
  return status ?? 1;
}

/** Data that code reads by its address beside it; the compiler copies only what is imported. */
function copyDataFiles(): void {
  const isData = (path: string): boolean =>
    !path.endsWith('.ts') && !path.includes('/__fixtures__/');
  for (const path of listFiles(['src']).filter(isData)) {
    cpSync(join(ROOT, path), join(ROOT, path.replace(/^src\//, 'dist/')), { recursive: true });
  }
}
