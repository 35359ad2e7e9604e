import { closedError, type Ledger, PROGRAM } from '../ledger.ts';
import { HEARTBEAT_MS } from '../owner.ts';
import type { OperationName } from '../protocol.ts';
import type { PostgresAddress } from './postgres-address.ts';
import { type Asked, PostgresDatabase, type PostgresOptions } from './postgres-database.ts';

interface Waiting extends Asked {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens, or makes, a ledger that machines share. Requests that arrive while a transaction is under
 * way wait together and share the next one (group commit): an answer comes only after its
 * transaction is durable. Needs `close`.
 *
 * @throws {MabError} as `PostgresDatabase.open`.
 */
export async function openPostgresLedger(
  address: PostgresAddress,
  options: PostgresOptions = {},
): Promise<Ledger> {
  const database = await PostgresDatabase.open(address, { program: PROGRAM, ...options });
  let queue: Waiting[] = [];
  let draining: Promise<void> | undefined;
  let closed = false;

  const drain = async (): Promise<void> => {
    // Requests that are made in one go share a transaction.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      await performBatch(database, batch);
    }
    draining = undefined;
  };
  const send = (name: OperationName, request: unknown): Promise<never> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(closedError());
      queue.push({ name, request, resolve, reject });
      draining ??= drain();
    });
  const heartbeat = setInterval(() => {
    // Who waits for an answer is told that the database is away.
    send('heartbeat', undefined).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return {
    ...database.opened,
    perform: send,
    upkeep: (name) => database.upkeep(name) as Promise<never>,
    startRun: (runId, newEpoch) => send('startRun', { runId, newEpoch }),
    unitCalls: (unitId) => send('unitCalls', { unitId }),
    accountState: (account) => send('accountState', { account }),
    close: async () => {
      if (closed) return;
      closed = true;
      clearInterval(heartbeat);
      await draining;
      await database.close();
    },
  };
}

async function performBatch(database: PostgresDatabase, batch: readonly Waiting[]): Promise<void> {
  try {
    const answers = await database.perform(batch);
    for (const [at, { resolve }] of batch.entries()) resolve(answers[at] as never);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
