import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, type Random } from '../../../core/random.ts';
import { ledgerOperations, type Operations } from '../operations.ts';
import { beat, createOwner, leave } from '../owner.ts';
import type {
  LedgerOperations,
  LedgerUpkeep,
  OpenAnswer,
  OperationName,
  UpkeepName,
} from '../protocol.ts';
import type { Sql } from '../sql.ts';
import { describeAddress, type PostgresAddress, schemaName } from './postgres-address.ts';
import { connectPostgres, type PostgresConnection, type Session } from './postgres-connection.ts';
import { isPassing, isStarting, postgresError } from './postgres-errors.ts';
import { preparePostgresSchema } from './postgres-schema.ts';

/** One operation that is asked for. */
export interface Asked {
  readonly name: OperationName;
  readonly request: unknown;
}

export interface PostgresOptions {
  /** Names this process; the same for all ledgers that it opens. */
  readonly program?: string;
  /**
   * How long a database that went away is waited for, by all operations together. A hand-over to a
   * standby takes a minute.
   */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 120_000;
/** A first connection that is refused is rather a wrong address than a database that starts. */
const OPEN_PATIENCE_MS = 5_000;
const ANSWER_MS_MAX = 90_000;
const CONNECT_MS_MAX = 10_000;
/** The last try may take this much longer than patience. */
const CONNECT_MS_MIN = 1_000;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;

/** A transaction whose commit was sent and not answered, because the connection broke. */
interface Uncertain {
  readonly xid: string;
  readonly answers: unknown[];
}

/**
 * The ledger in PostgreSQL: one connection, which is made again when it breaks.
 *
 * What was asked is then asked again, and that is safe for every operation. Where the commit had
 * not been sent, the server has undone all of it. Where it had been sent, the number of the
 * transaction tells whether it holds: if so its answers are handed out and nothing is repeated, so
 * that a claim does not take its own first grant for the intent of a process that died.
 */
export class PostgresDatabase {
  readonly #address: PostgresAddress;
  readonly #place: string;
  readonly #schema: string;
  readonly #patienceMs: number;
  readonly #owner: string;
  readonly #operations: Operations;
  readonly #random: Random;
  #opened: OpenAnswer | undefined;
  #connection: PostgresConnection | undefined;
  /** When the first try in a row began that failed, in ms; undefined while it answers. */
  #awaySinceMs: number | undefined;

  private constructor(address: PostgresAddress, options: PostgresOptions) {
    this.#address = address;
    this.#place = describeAddress(address.url);
    this.#schema = schemaName(address.name);
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.#owner = createOwner(options.program ?? randomUUID());
    this.#operations = ledgerOperations(this.#owner);
    this.#random = createRandom(this.#owner);
  }

  /**
   * Opens, or makes, a ledger. Needs `close`.
   *
   * @throws {MabError} LEDGER_URL_INVALID, LEDGER_NAME_INVALID, LEDGER_LOGIN,
   *   LEDGER_DATABASE_MISSING, LEDGER_UNREACHABLE, LEDGER_VERSION, LEDGER_DAMAGED, NO_PERMISSION,
   *   PACKAGE_MISSING.
   */
  static async open(
    address: PostgresAddress,
    options: PostgresOptions = {},
  ): Promise<PostgresDatabase> {
    const database = new PostgresDatabase(address, options);
    await database.#patiently(async () => undefined, OPEN_PATIENCE_MS);
    return database;
  }

  get opened(): OpenAnswer {
    return this.#opened as OpenAnswer;
  }

  /**
   * Performs operations in one transaction, in their order.
   *
   * @param nowMs  Instead of the database's clock.
   * @throws {MabError} what an operation throws, then none of them happened; LEDGER_UNREACHABLE
   *   when patience is at an end; DISK_FULL, NO_PERMISSION.
   */
  async perform(batch: readonly Asked[], nowMs?: number): Promise<readonly unknown[]> {
    let sent: Uncertain | undefined;
    return await this.#patiently(async (connection) => {
      const uncertain = sent;
      return await connection.transaction(async (session) => {
        if (uncertain && (await isCommitted(session, uncertain.xid))) return uncertain.answers;
        const answers: unknown[] = [];
        for (const { name, request } of batch) {
          answers.push(await session.drive(this.#work(name, request, nowMs ?? session.nowMs)));
        }
        sent = { xid: session.xid, answers };
        return answers;
      });
    }, this.#patienceMs);
  }

  /** Work outside of transactions; PostgreSQL checks its pages by itself. */
  async upkeep(name: UpkeepName): Promise<LedgerUpkeep[UpkeepName]> {
    if (name === 'integrity') return [];
    return await this.#patiently(async (connection) => {
      if (name === 'size') {
        const [row] = await connection.transaction((session) =>
          session.query(SIZE, [this.#schema]),
        );
        return Number(row?.bytes);
      }
      for (const table of ['calls', 'uses', 'requests', 'parts']) {
        await connection.alone(`VACUUM FULL ${this.#schema}.${table}`);
      }
      return undefined;
    }, this.#patienceMs);
  }

  /** Takes this process out of the ledger, so that nobody waits for it. */
  async close(): Promise<void> {
    // Without a connection others find out by the silent heartbeat.
    await this.#connection
      ?.transaction(({ drive }) => drive(leave(this.#owner)))
      .catch(() => undefined);
    await this.#disconnect();
  }

  #work(name: OperationName, request: unknown, nowMs: number): Sql<unknown> {
    const operation = this.#operations[name] as (
      request: LedgerOperations[OperationName][0],
      nowMs: number,
    ) => Sql<unknown>;
    return operation(request as LedgerOperations[OperationName][0], nowMs);
  }

  /**
   * Does `work` on a connection, again and again while it fails for a passing reason. Patience runs
   * from when the database was lost, not from each question: those that are asked after its end get
   * one try each.
   */
  async #patiently<T>(
    work: (connection: PostgresConnection) => Promise<T>,
    patienceMs: number,
  ): Promise<T> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      const triedAtMs = performance.now();
      const awayMs = (): number => performance.now() - (this.#awaySinceMs ?? triedAtMs);
      try {
        const answer = await work(await this.#connected(patienceMs - awayMs()));
        this.#awaySinceMs = undefined;
        return answer;
      } catch (error) {
        if (!isPassing(error)) {
          this.#awaySinceMs = undefined;
          throw postgresError(error, this.#place);
        }
        await this.#disconnect();
        this.#awaySinceMs ??= triedAtMs;
        const lastMs = isStarting(error) ? this.#patienceMs : patienceMs;
        if (awayMs() + waitMs > lastMs) throw postgresError(error, this.#place);
        // Processes that lost the database together should not come back together.
        await sleep(waitMs * (0.5 + this.#random()));
      }
    }
  }

  async #connected(patienceMs: number): Promise<PostgresConnection> {
    if (this.#connection) return this.#connection;
    const connection = await connectPostgres(this.#address.url, this.#schema, {
      connectMs: Math.min(CONNECT_MS_MAX, Math.max(CONNECT_MS_MIN, patienceMs)),
      answerMs: Math.min(ANSWER_MS_MAX, this.#patienceMs),
    });
    try {
      this.#opened = await connection.transaction((session) => this.#enter(session));
    } catch (error) {
      await connection.end();
      throw error;
    }
    this.#connection = connection;
    return connection;
  }

  async #enter(session: Session): Promise<OpenAnswer> {
    await preparePostgresSchema(session, this.#schema, randomBytes(32));
    await session.query(OUTAGE_IS_NO_SILENCE);
    await session.drive(beat(this.#owner, session.nowMs));
    const [row] = await session.query("SELECT value FROM meta WHERE name = 'hash-key'");
    return { hashKey: Uint8Array.from(row?.value as Uint8Array), owner: this.#owner };
  }

  async #disconnect(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.end();
  }
}

/**
 * While the database was down nobody could beat. Counting silence from its start keeps the first
 * one who comes back from taking over the calls of all others.
 */
const OUTAGE_IS_NO_SILENCE = `UPDATE owners SET heartbeat_ms = start.ms
  FROM (SELECT (extract(epoch FROM pg_postmaster_start_time()) * 1000)::bigint AS ms) AS start
  WHERE heartbeat_ms < start.ms`;

const SIZE = `SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS bytes
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind = 'r'`;

/** Whether a transaction holds; false also for one that this server has never seen. */
async function isCommitted(session: Session, xid: string): Promise<boolean> {
  const [row] = await session.query(
    `SELECT CASE WHEN $1::xid8 < pg_snapshot_xmax(pg_current_snapshot())
       THEN pg_xact_status($1::xid8) END AS status`,
    [xid],
  );
  return row?.status === 'committed';
}
