import { inflateRawSync } from 'node:zlib';
import pg from 'pg';
import { sha256 } from '../../src/core/hashing.ts';
import type { AttemptFact, LedgerFacts } from '../chaos/support/ledger-facts.ts';

/** Reads a shared ledger with plain SQL, as `readLedger` does with that of a workspace. */
export async function readSharedLedger(url: string, name: string): Promise<LedgerFacts> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`SET search_path = mab_${name}`);
    const attempts = (await client.query('SELECT * FROM attempts ORDER BY attempt')).rows.map(
      (row): AttemptFact => ({
        attempt: Number(row.attempt),
        key: row.key,
        runId: row.run_id,
        unitId: row.unit_id,
        lane: row.lane,
        worstTokens: BigInt(row.worst_tokens),
        outcome: row.outcome,
        errorCode: row.error_code,
        worstPicoUsd: BigInt(row.worst_pico),
        costPicoUsd: BigInt(row.cost_pico ?? 0),
      }),
    );
    const parts = new Map<string, string>(
      (await client.query('SELECT hash, body FROM parts')).rows.map(({ hash, body }) => [
        hash,
        inflateRawSync(body).toString('utf8'),
      ]),
    );
    const batches = await client.query("SELECT batch FROM batches WHERE state = 'submitted'");
    const requests = (await client.query('SELECT key, parts FROM requests')).rows;
    const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);
    const unknown = attempts.filter(({ outcome }) => outcome === 'unknown' || outcome === null);
    return {
      integrity: 'ok',
      attempts,
      textHashes: new Map(
        requests.map((row) => {
          const hashes = JSON.parse(row.parts) as string[];
          return [row.key, sha256(hashes.map((hash) => parts.get(hash)).join(''))];
        }),
      ),
      batchesSubmitted: batches.rows.length,
      settledPicoUsd: sum(attempts.map(({ costPicoUsd }) => costPicoUsd)),
      unknownPicoUsd: sum(unknown.map(({ worstPicoUsd }) => worstPicoUsd)),
    };
  } finally {
    await client.end();
  }
}
