import { randomBytes, randomUUID } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ledgerOperations, type Operations } from '../operations.ts';
import { beat, createOwner, leave } from '../owner.ts';
import type {
  LedgerOperations,
  LedgerUpkeep,
  OpenAnswer,
  OperationName,
  UpkeepName,
} from '../protocol.ts';
import type { Row, Sql, SqlValue, Statement } from '../sql.ts';
import { prepareSchema } from './sqlite-schema.ts';

/** How long a transaction waits for another process's, in ms. A commit takes milliseconds. */
const BUSY_TIMEOUT_MS = 30_000;

/**
 * The ledger's database as the writer thread holds it: synchronous, one connection, full
 * synchronisation, so that what a committed transaction says survives a power cut.
 */
export class SqliteDatabase {
  readonly opened: OpenAnswer;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #operations: Operations;

  /**
   * @param program  Names this process; the same for all ledgers that it opens.
   * @throws {MabError} LEDGER_VERSION, LEDGER_DAMAGED; SQLite's own errors for an unreadable file.
   */
  constructor(path: string, program: string = randomUUID()) {
    this.#database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    // Deleting overwrites, or what was forgotten would stay readable in the file.
    this.#database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;',
    );
    prepareSchema(this.#database, randomBytes(32));
    const [key] = this.#rows({ sql: "SELECT value FROM meta WHERE name = 'hash-key'", values: [] });
    this.opened = { hashKey: key?.value as Uint8Array, owner: createOwner(program) };
    this.#operations = ledgerOperations(this.opened.owner);
    this.#drive(beat(this.opened.owner, Date.now()));
  }

  /** One operation; has to be called inside a transaction. */
  perform<Name extends OperationName>(
    name: Name,
    request: LedgerOperations[Name][0],
    nowMs: number,
  ): LedgerOperations[Name][1] {
    const operation = this.#operations[name] as (
      request: LedgerOperations[Name][0],
      nowMs: number,
    ) => Sql<LedgerOperations[Name][1]>;
    return this.#drive(operation(request, nowMs));
  }

  /** Runs `work` in one transaction: all of it becomes durable, or none. */
  transaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Work outside of transactions. */
  upkeep(name: UpkeepName): LedgerUpkeep[UpkeepName] {
    const integer = (pragma: string): number => {
      const [row] = this.#database.prepare(`PRAGMA ${pragma}`).all();
      return Number(Object.values(row ?? {})[0]);
    };
    switch (name) {
      case 'size':
        return integer('page_count') * integer('page_size');
      case 'compact':
        this.#database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE);');
        return undefined;
      case 'integrity': {
        const rows = this.#database.prepare('PRAGMA integrity_check').all();
        const said = rows.map((row) => String(row.integrity_check));
        return said.filter((line) => line !== 'ok');
      }
    }
  }

  /** Takes this process out of the ledger, so that nobody waits for it. */
  close(): void {
    try {
      this.#drive(leave(this.opened.owner));
    } catch {
      // On a full disk not even this can be written. Others find out by the silent heartbeat, and
      // an error from here would hide the one that tells the user of the disk.
    }
    this.#database.close();
  }

  #drive<T>(work: Sql<T>): T {
    let step = work.next();
    while (!step.done) step = work.next(this.#rows(step.value));
    return step.value;
  }

  #rows({ sql, values }: Statement): Row[] {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      statement.setReadBigInts(true);
      this.#statements.set(sql, statement);
    }
    return statement.all(...(values as SqlValue[])) as Row[];
  }
}
