import type { Client } from 'pg';
import { errorMessage, MabError } from '../../../core/errors.ts';
import type { Row, Sql, Statement } from '../sql.ts';
import { lockNumber } from './postgres-address.ts';
import { isPassing } from './postgres-errors.ts';
import type { SchemaSession } from './postgres-schema.ts';
import { createStatements, postgresValue } from './postgres-statements.ts';

/** A transaction under way, alone on its ledger. */
export interface Session extends SchemaSession {
  /** Of the transaction; tells later whether it was committed. */
  readonly xid: string;
  /** The database's clock, in ms since 1970: machines that share a ledger need one clock. */
  readonly nowMs: number;
  drive<T>(work: Sql<T>): Promise<T>;
}

export interface ConnectionTimeouts {
  /** Until then the server has to be ready for statements. */
  readonly connectMs: number;
  /** A statement without an answer for so long is one whose connection is dead. */
  readonly answerMs: number;
}

/** One connection to a ledger's database. */
export interface PostgresConnection {
  /**
   * Runs `work` in one transaction: all of it becomes durable, or none. After a passing error the
   * connection has to be ended.
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** A statement that cannot be part of a transaction. */
  alone(text: string): Promise<void>;
  /** Never throws, and needs no answer from the server. */
  end(): Promise<void>;
}

/** @throws {MabError} PACKAGE_MISSING; errors of the client for anything else. */
export async function connectPostgres(
  url: string,
  schema: string,
  timeouts: ConnectionTimeouts,
): Promise<PostgresConnection> {
  const client = await createClient(url, timeouts);
  // A connection that breaks while it is idle tells it here; the next statement finds out.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await endClient(client);
    throw error;
  }
  const begin = beginText(schema);
  const statement = createStatements();
  const rows = async ({ sql, values }: Statement): Promise<readonly Row[]> => {
    const result = await client.query<Row>({
      ...statement(sql),
      values: values.map(postgresValue),
    });
    return result.rows;
  };
  return {
    async transaction(work) {
      try {
        const results = (await client.query(begin)) as unknown as { rows: Row[] }[];
        const { xid, now_ms: nowMs } = results.at(-1)?.rows[0] ?? {};
        const answer = await work({
          ...{ xid: String(xid), nowMs: Number(nowMs) },
          query: async (text, values) => (await client.query<Row>(text, values?.slice())).rows,
          drive: (sql) => drive(sql, rows),
        });
        await client.query('COMMIT');
        return answer;
      } catch (error) {
        // A connection that is dead, or given up by the caller, is undone by the server; asking it
        // would only be one more wait for an answer.
        if (!isPassing(error)) await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    },
    alone: async (text) => void (await client.query(text)),
    end: () => endClient(client),
  };
}

/**
 * One round trip. The lock makes transactions of a ledger follow one another, as SQLite's do; every
 * statement behind it sees what was committed before. A process that hangs in the middle is cut off
 * by the server, so that it does not stop all others.
 */
function beginText(schema: string): string {
  return `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
    SET LOCAL search_path = ${schema};
    SET LOCAL synchronous_commit = on;
    SET LOCAL lock_timeout = '60s';
    SET LOCAL idle_in_transaction_session_timeout = '15s';
    SELECT pg_advisory_xact_lock(${lockNumber(schema)});
    SELECT pg_current_xact_id() AS xid,
      (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms`;
}

async function drive<T>(
  work: Sql<T>,
  rows: (statement: Statement) => Promise<readonly Row[]>,
): Promise<T> {
  let step = work.next();
  while (!step.done) step = work.next(await rows(step.value));
  return step.value;
}

async function createClient(
  url: string,
  { connectMs, answerMs }: ConnectionTimeouts,
): Promise<Client> {
  const pg = await loadClient();
  return new pg.Client({
    connectionString: url,
    application_name: 'mab',
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    keepAlive: true,
    types: {
      getTypeParser: ((id: number, format: 'text') =>
        INTEGERS.has(id)
          ? (text: string) => BigInt(text)
          : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
    },
  });
}

/** The numbers of int8, int2 and int4 in PostgreSQL's catalogue: integers are bigint. */
const INTEGERS: ReadonlySet<number> = new Set([20, 21, 23]);

async function loadClient(): Promise<typeof import('pg')> {
  try {
    return (await import('pg')).default as unknown as typeof import('pg');
  } catch (error) {
    throw new MabError(
      'PACKAGE_MISSING',
      `PostgreSQL needs the package pg: ${errorMessage(error)}.`,
      {
        blame: 'environment',
        hint: 'Run `npm install pg@8.23.1` where mab is installed.',
        cause: error,
      },
    );
  }
}

async function endClient(client: Client): Promise<void> {
  const ended = client.end().catch(() => undefined);
  // To a server that is gone the goodbye may never get through.
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 1_000).unref());
  await Promise.race([ended, patience]);
}
