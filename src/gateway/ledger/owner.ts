import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';

/** A process beats this often; one that has not for `OWNER_STALE_MS` may be taken over. */
export const HEARTBEAT_MS = 2_000;
export const OWNER_STALE_MS = 15_000;

/** Enters or refreshes this process in the ledger. */
export function beat(database: DatabaseSync, owner: string, nowMs: number): void {
  database
    .prepare('INSERT OR REPLACE INTO owners VALUES (?, ?, ?, ?)')
    .run(owner, process.pid, hostname(), nowMs);
}

/**
 * Whether another process may still be waiting for its replies. On this host a missing process is
 * dead at once; a present one (its number may have been given away again) is dead when its
 * heartbeat is stale.
 */
export function isAlive(database: DatabaseSync, owner: string, nowMs: number): boolean {
  const row = database
    .prepare('SELECT pid, host, heartbeat_ms FROM owners WHERE owner = ?')
    .get(owner);
  if (!row) return false;
  if (row.host === hostname() && !isOtherProcess(Number(row.pid))) return false;
  return nowMs - Number(row.heartbeat_ms) < OWNER_STALE_MS;
}

/**
 * In a container every start may have the same number: our own number under another name is a dead
 * one.
 */
function isOtherProcess(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
export const MACHINE = hostname();
