import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BootstrapError, ROOT } from './checkout.mjs';
import { isInstalledByHand } from './installed-tree.mjs';
import { acquireLock } from './lock.mjs';

const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.installed-from');

/**
 * Makes `node_modules` what package-lock.json says; does nothing, in about a millisecond, where it
 * is.
 */
export async function ensureInstalled() {
  const lockfile = readLockfile();
  const wanted = stampOf(lockfile);
  if (readStamp() === wanted) return;
  const release = await acquireLock(join(ROOT, '.install-lock'), {
    onWait: (owner) => say(`waiting for process ${owner}, which installs the packages …`),
  });
  try {
    if (readStamp() === wanted) return;
    if (!isInstalledByHand(lockfile, MODULES)) await install();
    writeFileSync(STAMP, wanted);
  } finally {
    release();
  }
}

function readLockfile() {
  return readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
}

/** The platform is part of it: native packages differ, and checkouts get shared with containers. */
function stampOf(lockfile) {
  const hash = createHash('sha256').update(lockfile).digest('hex');
  return `${hash} ${process.platform} ${process.arch}\n`;
}

function readStamp() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined;
  }
}

async function install() {
  say('installing the packages that package-lock.json names (once, about 750 MB on disk) …');
  const { code, isInterrupted, output } = await runNpm();
  if (code === 0) return;
  if (isInterrupted) {
    throw new BootstrapError('The installation was interrupted; the same command repeats it.', 130);
  }
  process.stderr.write(output);
  throw new BootstrapError(
    `npm ci failed with exit code ${code}; its output is above.\n` +
      "Check the network and npm's registry setting, then run the same command again.",
    code ?? 1,
  );
}

/** @returns {Promise<{ code: number | null, isInterrupted: boolean, output: string }>} */
function runNpm() {
  // Only errors: on an older Node npm would warn about every package that wants a newer one.
  const args = ['ci', '--include=dev', '--include=optional', '--engine-strict=false'];
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund', '--no-progress'];
  const [command, ...first] = npmCommand();
  const child = spawn(command, [...first, ...args, ...quiet], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command === 'npm' && process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  // On a signal npm would first undo its work, for half a minute. Without a stamp it is all done
  // anew.
  let isInterrupted = false;
  const stop = () => {
    isInterrupted = true;
    child.kill('SIGKILL');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new BootstrapError(`npm does not start: ${error.message}. Install Node with npm.`)),
    );
    child.once('close', (code) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, stop);
      resolve({ code, isInterrupted, output });
    });
  });
}

/** The npm that started us, else the one on the path. */
function npmCommand() {
  const running = process.env.npm_execpath;
  const isNpm = running !== undefined && basename(running) === 'npm-cli.js';
  return isNpm ? [process.execPath, running] : ['npm'];
}

function say(message) {
  process.stderr.write(`${message}\n`);
}
