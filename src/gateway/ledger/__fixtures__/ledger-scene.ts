import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { sha256 } from '../../../core/hashing.ts';
import { parseCallKey, parseRunId, parseUnitId } from '../../../core/ids.ts';
import { type Ledger, openLedger } from '../ledger.ts';
import { MACHINE } from '../owner.ts';
import type { PostgresAddress } from '../postgres/postgres-address.ts';
import { openPostgresLedger } from '../postgres/postgres-ledger.ts';
import type {
  ClaimAnswer,
  ClaimRequest,
  Failure,
  LedgerOperations,
  OpenAnswer,
  OperationName,
  Settlement,
} from '../protocol.ts';
import { SqliteDatabase } from '../sqlite/sqlite-database.ts';
import { blockingPostgres } from './blocking-postgres.ts';

/** A database server to run the suites on; they run on SQLite where there is none. */
const POSTGRES_URL = process.env.MAB_TEST_POSTGRES;

/** For tests of what only a file has. */
export const ONLY_SQLITE = POSTGRES_URL === undefined ? false : 'it is about the file of SQLite';

/** Tokens are of no matter here. */
const USAGE = {
  inputTokens: 10,
  cachedInputTokens: 0,
  outputTokens: 1,
  cacheWriteTokens: 0, reasoningTokens: 0,
  source: 'reported',
} as const;

/** What differs from the usual claim: call `x` of question 0 of unit `u` in run `run-a`. */
export interface ClaimChanges extends Partial<Omit<ClaimRequest, 'key' | 'site'>> {
  /** Of the run; absent: none. */
  readonly budgetPicoUsd?: bigint;
  readonly call?: string;
  readonly runId?: string;
  readonly unit?: string;
  readonly path?: string;
  readonly dataset?: string;
}

/** The ledger's database, whichever it is. */
interface SceneDatabase {
  readonly opened: OpenAnswer;
  perform(name: OperationName, request: unknown, nowMs: number): unknown;
  close(): void;
}

function openSqlite(path: string, program: string | undefined): SceneDatabase {
  const database = new SqliteDatabase(path, program);
  return {
    opened: database.opened,
    perform: (name, request, nowMs) =>
      database.transaction(() => database.perform(name, request as never, nowMs)),
    close: () => database.close(),
  };
}

let databases = 0;

function openPostgres(address: PostgresAddress, program: string | undefined): SceneDatabase {
  const database = databases++;
  const opened = blockingPostgres({ kind: 'open', database, address, program });
  return {
    opened: opened as OpenAnswer,
    perform: (name, request, nowMs) =>
      blockingPostgres({ kind: 'perform', database, name, request, nowMs }),
    close: () => void blockingPostgres({ kind: 'close', database }),
  };
}

/** One process at the ledger, with a clock of its own. */
export class Process {
  readonly database: SceneDatabase;
  #nowMs = 1_000_000;

  constructor(database: SceneDatabase) {
    this.database = database;
  }

  get owner(): string {
    return this.database.opened.owner;
  }

  at(nowMs: number): this {
    this.#nowMs = nowMs;
    return this;
  }

  do<Name extends OperationName>(
    name: Name,
    request: LedgerOperations[Name][0],
  ): LedgerOperations[Name][1] {
    return this.database.perform(name, request, this.#nowMs) as LedgerOperations[Name][1];
  }

  claim(changes: ClaimChanges = {}): ClaimAnswer {
    return this.do('claim', claimRequest(changes));
  }

  /** @returns the number of the attempt that was granted; throws for any other answer. */
  granted(changes: ClaimChanges = {}): number {
    const answer = this.claim(changes);
    if (answer.kind === 'granted') return answer.attempt;
    throw new Error(`The claim was answered ${answer.kind}.`);
  }

  settle(attempt: number, text: string, changes: Partial<Settlement> = {}) {
    return this.do('settle', { ...settlementOf(attempt, text), ...changes });
  }

  fail(attempt: number, changes: Partial<Failure> = {}): void {
    this.do('fail', {
      attempt,
      outcome: 'error',
      code: 'PROVIDER_OVERLOADED',
      message: 'Too many requests.',
      final: false,
      givesUp: false,
      latencyMs: 5,
      route: 'a',
      ...changes,
    });
  }
}

export function settlementOf(attempt: number, text: string): Settlement {
  return {
    attempt,
    reply: { text, finish: 'stop' },
    usage: USAGE,
    costPicoUsd: 30n,
    latencyMs: 5,
    servedBy: 'a test',
    route: 'a',
    reportedModel: undefined,
  };
}

export function claimRequest(changes: ClaimChanges = {}): ClaimRequest {
  const { call = 'x', runId = 'run-a', unit = 'u', path = 'q000000/answer', dataset, ...rest } =
    changes;
  const { budgetPicoUsd, ...more } = rest;
  return {
    key: parseCallKey(sha256(call)),
    site: {
      runId: parseRunId(runId),
      unitId: parseUnitId(sha256(unit)),
      dataset: dataset ?? 'a-dataset',
      phase: 'answer',
      path,
    },
    worst: { picoUsd: 100n, tokens: 50 },
    accounts: [{ name: `run:${runId}`, limitPicoUsd: budgetPicoUsd }],
    replyAgeMsMax: undefined,
    acceptDiverged: false,
    requestParts: undefined,
    ...more,
  };
}

let scenes = 0;

/** A ledger of its own, the processes at it, and a look inside with plain SQL. */
export class LedgerScene implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'mab-ledger-'));
  readonly path = join(this.folder, 'ledger.sqlite');
  readonly #address: PostgresAddress | undefined = POSTGRES_URL === undefined
    ? undefined
    : { url: POSTGRES_URL, name: `scene_${process.pid}_${scenes++}` };
  readonly #processes: Process[] = [];

  /** The ledger as the rest of the program sees it. */
  open(): Promise<Ledger> {
    return this.#address ? openPostgresLedger(this.#address) : openLedger(this.path);
  }

  /**
   * A process that has entered the runs `run-a` and `run-b`.
   *
   * @param program  The same for ledgers that are opened by one process.
   */
  process(program?: string): Process {
    const process = new Process(
      this.#address ? openPostgres(this.#address, program) : openSqlite(this.path, program),
    );
    this.#processes.push(process);
    for (const runId of ['run-a', 'run-b']) {
      process.do('startRun', { runId: parseRunId(runId), newEpoch: false });
    }
    return process;
  }

  /**
   * Makes a process look like one of another program, whose heartbeat was at `heartbeatMs`.
   *
   * @param pid  Of a process that exists, or not.
   */
  disguise({ owner }: Process, pid: number, { host = MACHINE, heartbeatMs = 1_000_000 } = {}): void {
    this.sql('UPDATE owners SET pid = ?, host = ?, heartbeat_ms = ? WHERE owner = ?', [
      ...[pid, host, heartbeatMs, owner],
    ]);
  }

  sql(statement: string, values: (string | number)[] = []): Record<string, SQLOutputValue>[] {
    if (this.#address) {
      let at = 0;
      const numbered = statement.replaceAll('?', () => `$${++at}`);
      const request = { address: this.#address, statement: numbered, values };
      return blockingPostgres({ kind: 'sql', ...request }) as Record<string, SQLOutputValue>[];
    }
    using database = new DatabaseSync(this.path);
    return database.prepare(statement).all(...values);
  }

  /** What the calls of a run have come to, an attempt a word. */
  outcomes(): string[] {
    const sql = "SELECT coalesce(outcome, 'open') AS outcome FROM attempts ORDER BY attempt";
    return this.sql(sql).map((row) => String(row.outcome));
  }

  [Symbol.dispose](): void {
    for (const { database } of this.#processes) database.close();
    if (this.#address) this.sql(`DROP SCHEMA mab_${this.#address.name} CASCADE`);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
