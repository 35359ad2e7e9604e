import { parentPort, workerData } from 'node:worker_threads';
import { errorMessage, MabError } from '../../../core/errors.ts';
import { HEARTBEAT_MS } from '../owner.ts';
import type { LedgerOperations, OperationName, UpkeepName } from '../protocol.ts';
import { SqliteDatabase } from './sqlite-database.ts';

/**
 * The ledger's only writer in this process, a worker thread. Requests that arrive while a
 * transaction is being flushed to disk wait together and share the next one (group commit): an
 * answer is sent only after its transaction is durable.
 */

export interface WriterRequest {
  readonly id: number;
  readonly name: OperationName | 'upkeep' | 'close';
  readonly request: unknown;
}

export type WriterAnswer =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: WriterError };

export interface WriterError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly blame: MabError['blame'];
}

/** Nobody waits for a heartbeat's answer. */
const HEARTBEAT_ID = -1;

/** SQLite's result codes (sqlite.org/rescode.html) that a user can do something about. */
const SQLITE_FULL = 13;
const SQLITE_IOERR = 10;
const SQLITE_READONLY = 8;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;
const SQLITE_CORRUPT = 11;

function describeError(error: unknown): WriterError {
  if (error instanceof MabError) {
    return { code: error.code, message: error.message, hint: error.hint, blame: error.blame };
  }
  const message = errorMessage(error);
  const known = (code: string, hint: string): WriterError => ({
    code,
    message: `The ledger cannot be used: ${message}.`,
    hint,
    blame: 'environment',
  });
  const { errcode } = error as { errcode?: number };
  switch (errcode === undefined ? undefined : errcode & 0xff) {
    case SQLITE_FULL:
      return known(
        'DISK_FULL',
        'Free space on the disk of the workspace, then run the same command.',
      );
    case SQLITE_IOERR:
      return known('DISK_FAILED', 'Check the disk of the workspace, then run the same command.');
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return known(
        'NO_PERMISSION',
        'Make the workspace folder writable, or give another --workspace.',
      );
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return known(
        'LEDGER_DAMAGED',
        'Restore ledger.sqlite from a backup, or give another --workspace.',
      );
  }
  return { code: 'LEDGER_FAILED', message, hint: undefined, blame: 'bug' };
}

/** What the thread is started with. */
export interface WriterData {
  readonly path: string;
  /** Names the process. */
  readonly program: string;
}

function start(port: NonNullable<typeof parentPort>, { path, program }: WriterData): void {
  const ledger = new SqliteDatabase(path, program);
  let queue: WriterRequest[] = [];

  const perform = ({ id, name, request }: WriterRequest): WriterAnswer => {
    const asked = request as LedgerOperations[OperationName][0];
    return { id, answer: ledger.perform(name as OperationName, asked, Date.now()) };
  };
  const drain = (): void => {
    const batch = queue;
    queue = [];
    try {
      port.postMessage(ledger.transaction(() => batch.map(perform)));
    } catch (error) {
      const described = describeError(error);
      port.postMessage(batch.map(({ id }) => ({ id, error: described })));
    }
  };
  const enqueue = (request: WriterRequest): void => {
    if (queue.length === 0) setImmediate(() => queue.length > 0 && drain());
    queue.push(request);
  };
  const heartbeat = setInterval(
    () => enqueue({ id: HEARTBEAT_ID, name: 'heartbeat', request: undefined }),
    HEARTBEAT_MS,
  );

  const keepUp = ({ id, request }: WriterRequest): void => {
    if (queue.length > 0) drain();
    try {
      port.postMessage([{ id, answer: ledger.upkeep(request as UpkeepName) }]);
    } catch (error) {
      port.postMessage([{ id, error: describeError(error) }]);
    }
  };

  port.on('message', (request: WriterRequest) => {
    if (request.name === 'upkeep') return keepUp(request);
    if (request.name !== 'close') return enqueue(request);
    clearInterval(heartbeat);
    if (queue.length > 0) drain();
    ledger.close();
    port.postMessage([{ id: request.id, answer: undefined }]);
    port.close();
  });
  port.postMessage([{ id: 0, answer: ledger.opened }]);
}

if (parentPort) {
  try {
    start(parentPort, workerData as WriterData);
  } catch (error) {
    parentPort.postMessage([{ id: 0, error: describeError(error) }]);
  }
}
