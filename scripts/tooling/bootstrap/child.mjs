import { spawn } from 'node:child_process';
import { BootstrapError } from './checkout.mjs';

// Node cannot replace its own process by another, so an older one stays as a thin parent. The child
// leads a process group of its own: a Ctrl-C then reaches it once, through the parent, and not a
// second time from the terminal or from npm.

const PARENT_VARIABLE = 'MAB_BOOTSTRAP_PARENT';
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGWINCH'];
/**
 * npm repeats the terminal's signal within a few ms; a person needs longer to press a key again.
 */
const REPEAT_MS = 150;
const PARENT_CHECK_MS = 500;
const onWindows = process.platform === 'win32';

/**
 * Runs a Node with this process's terminal and ends as it ends: same exit code, or death by the
 * same signal.
 *
 * @param {{ node: string, flags: readonly string[] }} runtime
 * @param {readonly string[]} args
 * @throws {BootstrapError} where that Node cannot be started.
 */
export async function runAsChild({ node, flags }, args) {
  const child = spawn(node, [...flags, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: !onWindows,
    env: childEnvironment(),
  });
  const stopForwarding = forwardSignals(child);
  const stopWatching = stopWhenAbandoned(child);
  const { code, signal } = await ended(child, node);
  stopForwarding();
  stopWatching();
  if (signal === null) process.exitCode = code;
  else process.kill(process.pid, signal);
}

/** True in a process that `runAsChild` made. */
export function isChildOfBootstrap() {
  return process.env[PARENT_VARIABLE] === String(process.ppid);
}

/** A parent that was killed outright takes its child along, as if both were one process. */
export function dieWithParent() {
  delete process.env[PARENT_VARIABLE];
  const die = () => process.kill(onWindows ? process.pid : -process.pid, 'SIGKILL');
  if (!process.connected) die();
  process.once('disconnect', die);
  process.channel?.unref();
}

function childEnvironment() {
  const environment = { ...process.env, [PARENT_VARIABLE]: String(process.pid) };
  delete environment.npm_lifecycle_event;
  return environment;
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  /** @type {Map<string, number>} */
  const lastAt = new Map();
  const forward = (signal) => {
    const now = Date.now();
    const isRepeat = now - (lastAt.get(signal) ?? 0) < REPEAT_MS;
    lastAt.set(signal, now);
    if (!isRepeat && !onWindows) sendToGroup(child, signal);
  };
  const suspend = () => {
    sendToGroup(child, 'SIGSTOP');
    process.kill(process.pid, 'SIGSTOP');
  };
  const resume = () => sendToGroup(child, 'SIGCONT');
  for (const signal of FORWARDED) process.on(signal, forward);
  if (!onWindows) process.on('SIGTSTP', suspend).on('SIGCONT', resume);
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward);
    if (!onWindows) process.off('SIGTSTP', suspend).off('SIGCONT', resume);
  };
}

/** `kill` on npm reaches only the shell between npm and us; that shell's end is the message. */
function stopWhenAbandoned(child) {
  const shell = process.ppid;
  if (onWindows || process.env.npm_lifecycle_event === undefined) return () => {};
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    sendToGroup(child, 'SIGTERM');
  }, PARENT_CHECK_MS);
  return () => clearInterval(timer);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function sendToGroup(child, signal) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    // The group has just ended; `exit` follows.
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} node
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function ended(child, node) {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      reject(
        new BootstrapError(
          `${node} does not start here (${error.message}).\n` +
            'Install Node 24 from https://nodejs.org and run the same command again.',
        ),
      );
    });
  });
}
