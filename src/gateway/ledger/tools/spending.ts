import type { Phase } from '../../../contracts/memory-method.ts';
import type {
  LedgerSpending,
  PriceSample,
  SendOutcome,
  Spending,
  SpendingFilter,
  SpentTokens,
} from '../../../contracts/spending.ts';
import { all, type Row, type Sql, type SqlValue } from '../sql.ts';

const DAY_MS = 86_400_000;

/** Names of `Usage`, and of the columns that they are summed into. */
const TOKENS = {
  uncached: 'inputTokens',
  cached: 'cachedInputTokens',
  cacheWrite: 'cacheWriteTokens',
  output: 'outputTokens',
  reasoning: 'reasoningTokens',
  embedded: 'embeddedTokens',
} as const;

/** `json_extract` is SQLite's; PostgreSQL has it put in other words. */
const SUMS = [
  'count(*) AS sends',
  'CAST(coalesce(sum(cost_pico), 0) AS BIGINT) AS paid',
  'CAST(coalesce(sum(worst_pico), 0) AS BIGINT) AS worst',
  ...Object.entries(TOKENS).map(
    ([kind, name]) =>
      `CAST(coalesce(sum(json_extract(usage, '$.${name}')), 0) AS BIGINT) AS ${kind.toLowerCase()}`,
  ),
].join(', ');

const OUTCOME = `CASE WHEN imported = 1 THEN 'imported' ELSE coalesce(outcome, 'open') END`;

const PRICE = 'run_id, lane, route, served_by, reported_model';

/** Replies of one price are dealt into so many heaps, each an equation for its kinds of tokens. */
const HEAPS = 16;

/**
 * Every send of the ledger, in sums over those that have all in common that anyone asks for. One
 * pass over the attempts, summed up by the database.
 */
export function* readSpending(filter: SpendingFilter): Sql<readonly LedgerSpending[]> {
  const { where, values } = conditions(filter);
  const rows = yield* all(
    `SELECT ${PRICE}, unit_id, phase, accounts, sent_ms / ${DAY_MS} AS day,
       ${OUTCOME} AS outcome, ${SUMS}
     FROM attempts WHERE ${where} GROUP BY ${PRICE}, unit_id, phase, accounts, 9, 10`,
    ...values,
  );
  return rows.map((row) => ({
    ...priceName(row),
    unitId: String(row.unit_id),
    phase: row.phase as Phase,
    day: Number(row.day),
    outcome: row.outcome as SendOutcome,
    accounts: JSON.parse(String(row.accounts)) as string[],
    ...spendingOf(row),
  }));
}

/** Sums over replies of the same price that differ by chance only. */
export function* readPriceSamples(filter: SpendingFilter): Sql<readonly PriceSample[]> {
  const { where, values } = conditions(filter);
  const rows = yield* all(
    `SELECT ${PRICE}, attempt % ${HEAPS} AS heap, ${SUMS} FROM attempts
     WHERE ${where} AND outcome = 'reply' AND imported = 0 GROUP BY ${PRICE}, 6`,
    ...values,
  );
  return rows.map((row) => ({
    price: priceName(row),
    tokens: tokensOf(row),
    paidPicoUsd: row.paid as bigint,
  }));
}

/** The ids of all runs that the ledger has heard of, sorted. */
export function* readRunIds(): Sql<readonly string[]> {
  const rows = yield* all(
    'SELECT run_id FROM runs UNION SELECT DISTINCT run_id FROM attempts ORDER BY 1',
  );
  return rows.map(({ run_id }) => String(run_id));
}

function conditions({ runIds, since, until }: SpendingFilter) {
  const where: string[] = ['1 = 1'];
  const values: SqlValue[] = [];
  if (runIds) {
    where.push(runIds.length === 0 ? '1 = 0' : `run_id IN (${runIds.map(() => '?').join(', ')})`);
    values.push(...runIds);
  }
  if (since !== undefined) {
    where.push('sent_ms >= ?');
    values.push(BigInt(since) * BigInt(DAY_MS));
  }
  if (until !== undefined) {
    where.push('sent_ms < ?');
    values.push(BigInt(until + 1) * BigInt(DAY_MS));
  }
  return { where: where.join(' AND '), values };
}

function priceName(row: Row): PriceSample['price'] {
  return {
    runId: String(row.run_id),
    lane: String(row.lane),
    route: textOf(row.route),
    servedBy: textOf(row.served_by),
    model: textOf(row.reported_model),
  };
}

function spendingOf(row: Row): Spending {
  const outcome = row.outcome as SendOutcome;
  const none = { reply: 0, error: 0, unknown: 0, open: 0, imported: 0 };
  const [paid, worst] = [row.paid as bigint, row.worst as bigint];
  return {
    sends: { ...none, [outcome]: Number(row.sends) },
    paidPicoUsd: outcome === 'imported' ? 0n : paid,
    unknownPicoUsd: outcome === 'unknown' ? worst : 0n,
    openPicoUsd: outcome === 'open' ? worst : 0n,
    importedPicoUsd: outcome === 'imported' ? paid : 0n,
    tokens: outcome === 'reply' ? tokensOf(row) : NO_TOKENS,
  };
}

const NO_TOKENS: SpentTokens = {
  ...{ uncached: 0, cached: 0, cacheWrite: 0, output: 0, reasoning: 0, embedded: 0 },
};

function tokensOf(row: Row): SpentTokens {
  return {
    uncached: Number(row.uncached),
    cached: Number(row.cached),
    cacheWrite: Number(row.cachewrite),
    output: Number(row.output),
    reasoning: Number(row.reasoning),
    embedded: Number(row.embedded),
  };
}

function textOf(value: Row[string] | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}
