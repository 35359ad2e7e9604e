import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../core/clock.ts';
import { diskError } from '../../core/disk-error.ts';
import { errorMessage, MabError } from '../../core/errors.ts';

const POLL_MS = 200;

interface HoldOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
  /** Is called again and again while another process has it. */
  readonly onWait: () => void;
}

/**
 * Holds a name on this machine: of all processes that ask, one at a time goes on.
 *
 * It is the exclusive lock of an empty SQLite database, hence a lock of the operating system: it is
 * gone when its process is, however that ended, so there is no dead owner to be found out.
 *
 * @param path  A file that stands for the name; made when it is not there, and left.
 * @returns What gives the name back.
 */
export async function holdMachineLock(path: string, options: HoldOptions): Promise<Disposable> {
  const { clock, signal, onWait } = options;
  const database = openDatabase(path);
  try {
    while (!take(database, path)) {
      onWait();
      await clock.sleep(POLL_MS, signal);
      signal.throwIfAborted();
    }
  } catch (error) {
    database.close();
    signal.throwIfAborted();
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}

function openDatabase(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw lockError(error, path);
  }
}

const SQLITE_BUSY = 5;

function take(database: DatabaseSync, path: string): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (primaryCode(error) === SQLITE_BUSY) return false;
    throw lockError(error, path);
  }
}

/** The low byte is the kind of the error, the rest its detail. Source: sqlite.org/rescode.html. */
function primaryCode(error: unknown): number {
  return ((error as { errcode?: number }).errcode ?? 0) & 0xff;
}

/** As the file system would have said it. */
const CODES: Readonly<Record<number, string>> = {
  3: 'EACCES',
  8: 'EROFS',
  13: 'ENOSPC',
  14: 'EACCES',
};

function lockError(error: unknown, path: string): MabError {
  const code = CODES[primaryCode(error)];
  if (code) return diskError(Object.assign(error as Error, { code }), path, '--cache');
  return new MabError('CACHE_UNLOCKABLE', `${path} cannot be locked: ${errorMessage(error)}.`, {
    blame: 'environment',
    hint: 'Give a folder on a local disk with --cache, or in MAB_CACHE.',
    cause: error,
  });
}
