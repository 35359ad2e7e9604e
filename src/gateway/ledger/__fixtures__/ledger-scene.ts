import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { sha256 } from '../../../core/hashing.ts';
import { parseCallKey, parseRunId, parseUnitId } from '../../../core/ids.ts';
import { MACHINE } from '../owner.ts';
import type {
  ClaimAnswer,
  ClaimRequest,
  Failure,
  LedgerOperations,
  OperationName,
  Settlement,
} from '../protocol.ts';
import { SqliteDatabase } from '../sqlite-database.ts';

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

/** One process at the ledger, with a clock of its own. */
export class Process {
  readonly database: SqliteDatabase;
  #nowMs = 1_000_000;

  constructor(path: string, program?: string) {
    this.database = new SqliteDatabase(path, program);
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
    return this.database.transaction(() => this.database.perform(name, request, this.#nowMs));
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
    return this.do('settle', {
      attempt,
      reply: { text, finish: 'stop' },
      usage: USAGE,
      costPicoUsd: 30n,
      latencyMs: 5,
      servedBy: 'a test',
      route: 'a',
      reportedModel: undefined,
      ...changes,
    });
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

/** A ledger file of its own, the processes at it, and a look inside with plain SQL. */
export class LedgerScene implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'mab-ledger-'));
  readonly path = join(this.folder, 'ledger.sqlite');
  readonly #processes: Process[] = [];

  /**
   * A process that has entered the runs `run-a` and `run-b`.
   *
   * @param program  The same for ledgers that are opened by one process.
   */
  process(program?: string): Process {
    const process = new Process(this.path, program);
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
    using database = new DatabaseSync(this.path);
    return database.prepare(statement).all(...values);
  }

  /** What the calls of a run have come to, an attempt a word. */
  outcomes(): string[] {
    return this.sql("SELECT coalesce(outcome, 'open') AS outcome FROM attempts").map((row) =>
      String(row.outcome),
    );
  }

  [Symbol.dispose](): void {
    for (const { database } of this.#processes) database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
