import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './checkout.mjs';

/**
 * Runs a file in this process as if it had been started by its name.
 *
 * @param {string} path  Absolute.
 * @param {readonly string[]} args
 */
export async function runHere(path, args) {
  // Saves about 100 ms of a start; the variable passes it on to test processes.
  process.env.NODE_COMPILE_CACHE ??= join(ROOT, 'node_modules', '.cache', 'compiled');
  nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  process.argv = [process.execPath, path, ...args];
  const entry = await import(pathToFileURL(path).href);
  if (typeof entry.main === 'function') process.exitCode = await entry.main(args);
}
