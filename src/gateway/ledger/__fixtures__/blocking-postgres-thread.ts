import { type MessagePort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { MabError } from '../../../core/errors.ts';
import { schemaName } from '../postgres/postgres-address.ts';
import { PostgresDatabase } from '../postgres/postgres-database.ts';
import type { BlockingRequest } from './blocking-postgres.ts';

/** The side of `blocking-postgres.ts` that may wait. */
const { port, flag } = workerData as { port: MessagePort; flag: SharedArrayBuffer };
const done = new Int32Array(flag);
const databases = new Map<number, PostgresDatabase>();
const INT8 = 20;
pg.types.setTypeParser(INT8, Number);

async function answer(request: BlockingRequest): Promise<unknown> {
  switch (request.kind) {
    case 'open': {
      const { address, program } = request;
      const database = await PostgresDatabase.open(address, program ? { program } : {});
      databases.set(request.database, database);
      return database.opened;
    }
    case 'perform': {
      const { database, nowMs, ...asked } = request;
      return (await databases.get(database)?.perform([asked], nowMs))?.[0];
    }
    case 'close':
      return databases.get(request.database)?.close();
    case 'sql': {
      const { address, statement, values } = request;
      const client = new pg.Client(address.url);
      await client.connect();
      try {
        await client.query(`SET search_path = ${schemaName(address.name)}`);
        return (await client.query(statement, [...values])).rows;
      } finally {
        await client.end();
      }
    }
  }
}

port.on('message', (request: BlockingRequest) => {
  answer(request)
    .then(
      (value) => port.postMessage({ value }),
      (error: unknown) => {
        const { code, hint, blame } = error as MabError;
        const facts = error instanceof MabError ? { code, hint, blame } : undefined;
        port.postMessage({ error: { message: String((error as Error).message), facts } });
      },
    )
    .finally(() => {
      Atomics.store(done, 0, 1);
      Atomics.notify(done, 0);
    });
});
