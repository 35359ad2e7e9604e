import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BootstrapError, ROOT } from './checkout.mjs';
import { dieWithParent, isChildOfBootstrap, runAsChild } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { runHere } from './run-here.mjs';
import { chooseRuntime } from './runtime.mjs';

/**
 * Installs if needed, then runs `file` with a fitting Node: in this process if it is one, else in a
 * child. If the file exports `main(argv): Promise<number>`, that is called and its result is the
 * exit code.
 *
 * @param {string} file  Absolute, or relative to the root of the checkout.
 * @param {readonly string[]} args
 */
export async function handOver(file, args) {
  try {
    const path = resolve(ROOT, file);
    if (isChildOfBootstrap()) {
      dieWithParent();
      return await runHere(path, args);
    }
    await ensureInstalled();
    if (!existsSync(path)) throw new BootstrapError(`There is no file ${path}.`);
    const runtime = chooseRuntime();
    if (runtime.isThisProcess && !startedByNpm()) return await runHere(path, args);
    await runAsChild(runtime, [join(ROOT, 'scripts', 'bootstrap.mjs'), path, ...args]);
  } catch (error) {
    if (!(error instanceof BootstrapError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}

/**
 * On Ctrl-C npm signals its child, which the terminal has signalled already; `runAsChild` makes
 * that one.
 */
function startedByNpm() {
  return process.env.npm_lifecycle_event !== undefined;
}
