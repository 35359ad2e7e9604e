import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { all, first, type Sql } from './sql.ts';

/** A process beats this often; one that has not for `OWNER_STALE_MS` may be taken over. */
export const HEARTBEAT_MS = 2_000;
export const OWNER_STALE_MS = 15_000;

/**
 * Where a process number means something: a host and, on Linux, its start and the container (PID
 * namespace). Containers may share a host's name and folders but not its process numbers; machines
 * that were made from one image may share the name, and outside of containers all of them have the
 * same namespace.
 */
export const MACHINE = [
  hostname(),
  ...ofLinux(() => readlinkSync('/proc/self/ns/pid')),
  ...ofLinux(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
].join(' ');

function ofLinux(read: () => string): string[] {
  try {
    return [read()];
  } catch {
    return [];
  }
}

/**
 * A name for one ledger connection.
 *
 * @param program  Names this process, anew with every start. By it another owner with our process
 *   number is known to live in here, or to have died before a container was started again.
 */
export function createOwner(program: string): string {
  return `${program}.${randomUUID()}`;
}

/** Enters or refreshes this process in the ledger. */
export function* beat(owner: string, nowMs: number): Sql<undefined> {
  yield* all(
    `INSERT INTO owners VALUES (?, ?, ?, ?)
     ON CONFLICT (owner) DO UPDATE SET heartbeat_ms = excluded.heartbeat_ms`,
    ...[owner, process.pid, MACHINE, nowMs],
  );
  return undefined;
}

/** Takes this process out of the ledger, so that nobody waits for it. */
export function* leave(owner: string): Sql<undefined> {
  yield* all('DELETE FROM owners WHERE owner = ?', owner);
  return undefined;
}

/**
 * Whether another owner may still be waiting for its replies. On this machine a missing process is
 * dead at once; a present one (its number may have been given away again) is dead when its
 * heartbeat is stale.
 *
 * @param self  Who asks.
 */
export function* isAlive(
  owner: string,
  { self, nowMs }: { self: string; nowMs: number },
): Sql<boolean> {
  const row = yield* first('SELECT pid, host, heartbeat_ms FROM owners WHERE owner = ?', owner);
  if (!row) return false;
  const pid = Number(row.pid);
  if (row.host === MACHINE && !(pid === process.pid ? isSameProgram(owner, self) : exists(pid))) {
    return false;
  }
  return nowMs - Number(row.heartbeat_ms) < OWNER_STALE_MS;
}

/** In a container every start may have the same number. */
function isSameProgram(owner: string, other: string): boolean {
  return owner.split('.')[0] === other.split('.')[0];
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
