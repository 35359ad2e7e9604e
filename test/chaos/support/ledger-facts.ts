import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { inflateRawSync } from 'node:zlib';
import { sha256 } from '../../../src/core/hashing.ts';

/** One send, as the ledger tells it; read with plain SQL, not with the code under test. */
export interface AttemptFact {
  readonly attempt: number;
  readonly key: string;
  readonly runId: string;
  readonly outcome: 'reply' | 'error' | 'unknown' | null;
  readonly errorCode: string | null;
  readonly unitId: string;
  readonly lane: 'live' | 'batch';
  readonly worstPicoUsd: bigint;
  readonly worstTokens: bigint;
  readonly costPicoUsd: bigint;
}

export interface LedgerFacts {
  /** What SQLite says of the file; `ok`. */
  readonly integrity: string;
  /** In the order in which they were sent. */
  readonly attempts: readonly AttemptFact[];
  /** By key: SHA-256 of the request's text, which is how the counting server knows a request. */
  readonly textHashes: ReadonlyMap<string, string>;
  readonly settledPicoUsd: bigint;
  readonly unknownPicoUsd: bigint;
  /** Whose id at the vendor's is known, and which have not been collected. */
  readonly batchesSubmitted: number;
}

/** Reads the ledger of a workspace; needs `storeRequests`. */
export function readLedger(workspace: string): LedgerFacts {
  const database = new DatabaseSync(join(workspace, 'ledger.sqlite'));
  try {
    const rows = (sql: string): Record<string, SQLOutputValue>[] => {
      const statement = database.prepare(sql);
      statement.setReadBigInts(true);
      return statement.all();
    };
    const attempts = rows('SELECT * FROM attempts ORDER BY attempt').map(attemptFact);
    const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);
    const unknown = attempts.filter(({ outcome }) => outcome === 'unknown' || outcome === null);
    return {
      integrity: String(rows('PRAGMA integrity_check')[0]?.integrity_check),
      attempts,
      textHashes: new Map(
        rows('SELECT key, parts FROM requests').map(({ key, parts }) => [
          String(key),
          sha256(textOf(database, JSON.parse(String(parts)) as string[])),
        ]),
      ),
      settledPicoUsd: sum(attempts.map(({ costPicoUsd }) => costPicoUsd)),
      batchesSubmitted: rows("SELECT batch FROM batches WHERE state = 'submitted'").length,
      unknownPicoUsd: sum(unknown.map(({ worstPicoUsd }) => worstPicoUsd)),
    };
  } finally {
    database.close();
  }
}

function attemptFact(row: Record<string, SQLOutputValue>): AttemptFact {
  return {
    attempt: Number(row.attempt),
    key: String(row.key),
    runId: String(row.run_id),
    outcome: row.outcome as AttemptFact['outcome'],
    errorCode: row.error_code as AttemptFact['errorCode'],
    unitId: String(row.unit_id),
    lane: row.lane as AttemptFact['lane'],
    worstPicoUsd: row.worst_pico as bigint,
    worstTokens: row.worst_tokens as bigint,
    costPicoUsd: (row.cost_pico as bigint | null) ?? 0n,
  };
}

function textOf(database: DatabaseSync, hashes: readonly string[]): string {
  const part = database.prepare('SELECT body FROM parts WHERE hash = ?');
  return hashes
    .map((hash) => inflateRawSync(part.get(hash)?.body as Uint8Array).toString('utf8'))
    .join('');
}
