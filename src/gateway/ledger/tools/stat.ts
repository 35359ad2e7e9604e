import { all, first, type Row, type Sql } from '../sql.ts';

/** Sends with the same run, model, day and outcome. */
export interface AttemptSum {
  readonly runId: string;
  readonly servedBy: string | undefined;
  readonly model: string | undefined;
  /** UTC, `2026-11`. */
  readonly month: string;
  readonly outcome: 'reply' | 'error' | 'unknown' | 'open';
  /** Of another ledger, where they were paid for. */
  readonly imported: boolean;
  readonly attempts: number;
  /** What the replies came to. */
  readonly paidPicoUsd: bigint;
  /** The most that attempts without a known outcome can come to. */
  readonly worstPicoUsd: bigint;
}

/** What a ledger holds. */
export interface LedgerStat {
  readonly calls: { readonly pending: number; readonly done: number; readonly failed: number };
  /** Of the calls that are done. */
  readonly imported: number;
  readonly replyCharacters: number;
  readonly uses: number;
  readonly requests: number;
  readonly parts: number;
  readonly attempts: readonly AttemptSum[];
  readonly batchesOpen: number;
  readonly accounts: readonly AccountRow[];
}

export interface AccountRow {
  readonly account: string;
  readonly reservedPicoUsd: bigint;
  readonly spentPicoUsd: bigint;
  readonly reservedTokens: number;
  readonly spentTokens: number;
}

const CALLS = `
SELECT count(CASE WHEN state = 'pending' THEN 1 END) AS pending,
  count(CASE WHEN state = 'done' THEN 1 END) AS done,
  count(CASE WHEN state = 'failed' THEN 1 END) AS failed,
  count(CASE WHEN state = 'done' AND imported = 1 THEN 1 END) AS imported,
  CAST(coalesce(sum(CASE WHEN state = 'done' THEN length(reply) END), 0) AS BIGINT) AS characters
FROM calls`;

const DAY_MS = 86_400_000;

const ATTEMPTS = `
SELECT run_id, served_by, reported_model, sent_ms / ${DAY_MS} AS day,
  coalesce(outcome, 'open') AS outcome, imported, count(*) AS attempts,
  CAST(coalesce(sum(cost_pico), 0) AS BIGINT) AS paid,
  CAST(coalesce(sum(CASE WHEN outcome = 'unknown' OR outcome IS NULL THEN worst_pico END), 0)
    AS BIGINT) AS worst
FROM attempts GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 4, 1, coalesce(served_by, ''), coalesce(reported_model, ''), 5, 6`;

/** Counts everything; one pass over calls and attempts. */
export function* readStat(): Sql<LedgerStat> {
  const calls = (yield* first(CALLS)) as Row;
  const attempts = yield* all(ATTEMPTS);
  const accounts = yield* all('SELECT * FROM accounts ORDER BY account');
  return {
    calls: {
      pending: Number(calls.pending),
      done: Number(calls.done),
      failed: Number(calls.failed),
    },
    imported: Number(calls.imported),
    replyCharacters: Number(calls.characters),
    uses: yield* count('FROM uses'),
    requests: yield* count('FROM requests'),
    parts: yield* count('FROM parts'),
    batchesOpen: yield* count("FROM batches WHERE state <> 'closed'"),
    attempts: byMonth(attempts.map(attemptSum)),
    accounts: accounts.map((row) => ({
      account: String(row.account),
      reservedPicoUsd: row.reserved_pico as bigint,
      spentPicoUsd: row.spent_pico as bigint,
      reservedTokens: Number(row.reserved_tokens),
      spentTokens: Number(row.spent_tokens),
    })),
  };
}

function* count(from: string): Sql<number> {
  return Number((yield* first(`SELECT count(*) AS n ${from}`))?.n);
}

function attemptSum(row: Row): AttemptSum {
  return {
    runId: String(row.run_id),
    servedBy: textOf(row.served_by),
    model: textOf(row.reported_model),
    month: new Date(Number(row.day) * DAY_MS).toISOString().slice(0, 7),
    outcome: row.outcome as AttemptSum['outcome'],
    imported: row.imported === 1n,
    attempts: Number(row.attempts),
    paidPicoUsd: row.paid as bigint,
    worstPicoUsd: row.worst as bigint,
  };
}

function textOf(value: Row[string] | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

/** The days of a month together; neither database needs to know of calendars for it. */
function byMonth(days: readonly AttemptSum[]): AttemptSum[] {
  const groups = Map.groupBy(days, ({ runId, servedBy, model, month, outcome, imported }) =>
    JSON.stringify([month, runId, servedBy ?? '', model ?? '', outcome, imported]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [
      {
        ...first,
        attempts: group.reduce((sum, { attempts }) => sum + attempts, 0),
        paidPicoUsd: group.reduce((sum, { paidPicoUsd }) => sum + paidPicoUsd, 0n),
        worstPicoUsd: group.reduce((sum, { worstPicoUsd }) => sum + worstPicoUsd, 0n),
      },
    ];
  });
}
