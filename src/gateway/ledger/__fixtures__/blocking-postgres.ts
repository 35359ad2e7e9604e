import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { MabError, type MabErrorOptions } from '../../../core/errors.ts';
import type { PostgresAddress } from '../postgres/postgres-address.ts';
import type { OperationName } from '../protocol.ts';
import type { SqlValue } from '../sql.ts';

/** What the thread is asked to do. */
export type BlockingRequest =
  | { kind: 'open'; database: number; address: PostgresAddress; program: string | undefined }
  | { kind: 'perform'; database: number; name: OperationName; request: unknown; nowMs: number }
  | { kind: 'close'; database: number }
  | { kind: 'sql'; address: PostgresAddress; statement: string; values: readonly SqlValue[] };

interface Answer {
  readonly value?: unknown;
  readonly error?: {
    readonly message: string;
    readonly facts?: MabErrorOptions & { readonly code: string };
  };
}

let ask: ((request: BlockingRequest) => unknown) | undefined;

/**
 * The PostgreSQL driver, made to block until it has the answer: so that suites which were written
 * for SQLite, where nothing waits, run on it word by word.
 */
export function blockingPostgres(request: BlockingRequest): unknown {
  ask ??= startThread();
  return ask(request);
}

function startThread(): (request: BlockingRequest) => unknown {
  const flag = new SharedArrayBuffer(4);
  const done = new Int32Array(flag);
  const { port1, port2 } = new MessageChannel();
  const thread = new Worker(new URL('./blocking-postgres-thread.ts', import.meta.url), {
    workerData: { port: port2, flag },
    transferList: [port2],
  });
  thread.unref();
  port1.unref();
  return (request) => {
    Atomics.store(done, 0, 0);
    port1.postMessage(request);
    if (Atomics.wait(done, 0, 0, 60_000) === 'timed-out') throw new Error('PostgreSQL is silent.');
    const { value, error } = receiveMessageOnPort(port1)?.message as Answer;
    if (!error) return value;
    const { facts, message } = error;
    throw facts ? new MabError(facts.code, message, facts) : new Error(message);
  };
}
