import { randomBytes, randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { RunMoney } from '../../contracts/gateway.ts';
import { Claims } from './claims.ts';
import { fail, settle } from './outcomes.ts';
import { beat, createOwner } from './owner.ts';
import type { LedgerOperations, OpenAnswer, OperationName } from './protocol.ts';
import { readRunMoney, readUnitCalls } from './readings.ts';
import { forgetDataset } from './requests.ts';
import { prepareSchema } from './schema.ts';

/** How long a transaction waits for another process's, in ms. A commit takes milliseconds. */
const BUSY_TIMEOUT_MS = 30_000;

type Handlers = {
  readonly [Name in OperationName]: (
    request: LedgerOperations[Name][0],
    nowMs: number,
  ) => LedgerOperations[Name][1];
};

/**
 * The ledger's database, as the writer thread holds it: synchronous, one connection, full
 * synchronisation, so that what a committed transaction says survives a power cut.
 */
export class LedgerDatabase {
  readonly opened: OpenAnswer;
  readonly handlers: Handlers;
  readonly #database: DatabaseSync;

  /**
   * @param program  Names this process; the same for all ledgers that it opens.
   * @throws {MabError} LEDGER_VERSION, LEDGER_DAMAGED; SQLite's own errors for an unreadable file.
   */
  constructor(path: string, program: string = randomUUID()) {
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    this.#database = database;
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    prepareSchema(database, randomBytes(32));
    const key = database.prepare("SELECT value FROM meta WHERE name = 'hash-key'").get();
    this.opened = { hashKey: key?.value as Uint8Array, owner: createOwner(program) };
    const { owner } = this.opened;
    beat(database, owner, Date.now());
    const claims = new Claims(database, owner);
    this.handlers = {
      claim: (request, nowMs) => claims.claim(request, nowMs),
      settle: (settlement, nowMs) => settle(database, settlement, nowMs),
      fail: (failure) => void fail(database, failure),
      vectorLength: ({ embedder, length }) => standingLength(database, embedder, length),
      startRun: ({ runId, newEpoch }) => startRun(database, runId, newEpoch),
      runMoney: ({ runId }) => readRunMoney(database, runId),
      unitCalls: ({ unitId }) => readUnitCalls(database, unitId),
      forget: ({ dataset }) => forgetDataset(database, dataset),
      heartbeat: (_, nowMs) => void beat(database, owner, nowMs),
    };
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

  /** Takes this process out of the ledger, so that nobody waits for it. */
  close(): void {
    try {
      this.#database.prepare('DELETE FROM owners WHERE owner = ?').run(this.opened.owner);
    } catch {
      // On a full disk not even this can be written. Others find out by the silent heartbeat, and
      // an error from here would hide the one that tells the user of the disk.
    }
    this.#database.close();
  }
}

function standingLength(database: DatabaseSync, embedder: string, length: number): number {
  const name = `vector-length ${embedder}`;
  database
    .prepare('INSERT OR IGNORE INTO meta VALUES (?, ?)')
    .run(name, Buffer.from(String(length)));
  const row = database.prepare('SELECT value FROM meta WHERE name = ?').get(name);
  return Number(Buffer.from(row?.value as Uint8Array).toString());
}

function startRun(database: DatabaseSync, runId: string, newEpoch: boolean): RunMoney {
  database.prepare('INSERT OR IGNORE INTO runs VALUES (?, 1, 0)').run(runId);
  if (newEpoch) database.prepare('UPDATE runs SET epoch = epoch + 1 WHERE run_id = ?').run(runId);
  return readRunMoney(database, runId);
}
