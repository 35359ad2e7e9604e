import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BootstrapError, ROOT } from './checkout.mjs';

/** Older ones print a warning for modules that this project uses on purpose (`node:sqlite`). */
const FIRST_QUIET_VERSION = [24, 21];
const QUIET_FLAG = '--disable-warning=ExperimentalWarning';

/**
 * The Node to run with: this one where it is new enough, else the one that the lockfile pins.
 *
 * @returns {{ node: string, flags: readonly string[], isThisProcess: boolean }}
 * @throws {BootstrapError} where neither is there.
 */
export function chooseRuntime() {
  const node = process.execPath;
  if (runsSources(process.versions.node)) {
    if (isAtLeast(process.versions.node, FIRST_QUIET_VERSION)) {
      return { node, flags: [], isThisProcess: true };
    }
    return { node, flags: [QUIET_FLAG], isThisProcess: process.execArgv.includes(QUIET_FLAG) };
  }
  return { node: pinnedNode(), flags: [], isThisProcess: false };
}

/**
 * The sources need 24: they say `await using`, which only the published package has compiled away.
 *
 * @param {string} version
 */
function runsSources(version) {
  return isAtLeast(version, [24, 0]);
}

/**
 * 22.19 and newer run TypeScript as it stands; 23 is out of support and never did so by default.
 *
 * @param {string} version
 */
export function isNewEnough(version) {
  return isAtLeast(version, [22, 19]) && !version.startsWith('23.');
}

/**
 * @param {string} version
 * @param {readonly number[]} least
 */
function isAtLeast(version, [leastMajor, leastMinor]) {
  const [major, minor] = version.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

function pinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = join(ROOT, 'node_modules', name, 'bin', binary);
  if (existsSync(path)) return path;
  throw new BootstrapError(
    `The sources need Node 24 or newer; this is ${process.versions.node}, and there is no ` +
      `package that brings a newer one to ${process.platform}-${process.arch}.\n` +
      'Install Node 24 from https://nodejs.org and run the same command again.',
  );
}
