import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { BootstrapError } from './checkout.mjs';

const POLL_MS = 200;
const WAIT_MESSAGE_AFTER_MS = 2_000;
const HEARTBEAT_MS = 2_000;
/** A holder on another machine or in another container is only known by its heartbeat. */
const SILENT_AFTER_MS = 30_000;

/**
 * Takes a lock file, waiting for its holder; a lock whose holder is gone is taken over.
 *
 * @param {string} path
 * @param {{ onWait: (owner: string) => void }} events
 * @returns {Promise<() => void>} Releases the lock.
 */
export async function acquireLock(path, { onWait }) {
  const startedAt = Date.now();
  let saidSo = false;
  while (!tryCreate(path)) {
    const holder = readHolder(path);
    if (holder !== undefined && isGone(holder)) {
      removeIfStill(path, holder);
      continue;
    }
    if (!saidSo && holder !== undefined && Date.now() - startedAt >= WAIT_MESSAGE_AFTER_MS) {
      onWait(holder.text);
      saidSo = true;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS).unref();
  return () => {
    clearInterval(heartbeat);
    rmSync(path, { force: true });
  };
}

function tryCreate(path) {
  try {
    writeFileSync(path, `${process.pid} ${hostname()}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new BootstrapError(
      `The packages are not installed, and ${path} cannot be written (${error.code}).\n` +
        'Make the checkout writable, or copy it to a folder of your own.',
    );
  }
}

/**
 * @returns {{ text: string, silentMs: number } | undefined} undefined when there is no lock any
 * more.
 */
function readHolder(path) {
  try {
    return { text: readFileSync(path, 'utf8'), silentMs: Date.now() - statSync(path).mtimeMs };
  } catch {
    return undefined;
  }
}

function isGone({ text, silentMs }) {
  const [pid, host] = text.split(' ');
  if (silentMs > SILENT_AFTER_MS) return true;
  // An empty file is a lock that is just being written.
  return host === hostname() && !isAlive(Number(pid));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Of several waiters one moves the stale lock away; a fresh lock that was moved by mistake is put
 * back.
 */
function removeIfStill(path, holder) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    const text = readFileSync(aside, 'utf8');
    if (text !== holder.text) writeFileSync(path, text, { flag: 'wx' });
    rmSync(aside, { force: true });
  } catch {
    // Another waiter was faster; the loop looks again.
  }
}

function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The folder was removed under us; npm will say so.
  }
}
