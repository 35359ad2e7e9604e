import type { Usage } from '../../../contracts/model.ts';
import { all, type Row, type Sql } from '../sql.ts';
import { usedTokens } from '../used-tokens.ts';

/** Rows that are read at once. */
const PAGE = 5_000;

export interface CallsCheck {
  readonly problems: readonly string[];
  readonly calls: number;
  readonly attempts: number;
}

/** Every call that is done has a reply that can be read, and a closed attempt that brought it. */
export function* checkCalls(): Sql<CallsCheck> {
  const problems: string[] = [];
  let calls = 0;
  for (let after = ''; ; ) {
    const rows: readonly Row[] = yield* all(
      `SELECT calls.key, calls.reply, attempts.attempt, attempts.outcome, attempts.key AS bought
       FROM calls LEFT JOIN attempts ON attempts.attempt = calls.attempt
       WHERE calls.state = 'done' AND calls.key > ? ORDER BY calls.key LIMIT ${PAGE}`,
      after,
    );
    for (const row of rows) problems.push(...callProblems(row));
    calls += rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
    after = String(last.key);
  }
  const [row] = yield* all('SELECT count(*) AS n FROM attempts');
  return { problems: [...problems, ...(yield* useProblems())], calls, attempts: Number(row?.n) };
}

function callProblems({ key, reply, attempt, outcome, bought }: Row): string[] {
  const name = `call ${String(key).slice(0, 16)}…`;
  return [
    ...(isReply(reply) ? [] : [`${name}: its reply cannot be read`]),
    ...(attempt === null
      ? [`${name}: there is no attempt that bought it`]
      : outcome !== 'reply' || bought !== key
        ? [`${name}: attempt ${attempt} did not bring its reply (${outcome ?? 'open'})`]
        : []),
  ];
}

function isReply(text: Row[string] | undefined): boolean {
  try {
    const reply = JSON.parse(String(text)) as Record<string, unknown> | null;
    if (typeof reply?.vector === 'string') return true;
    return typeof reply?.text === 'string' && typeof reply.finish === 'string';
  } catch {
    return false;
  }
}

/** Every key in the journal is that of a call. */
function* useProblems(): Sql<string[]> {
  const rows = yield* all(
    `SELECT uses.unit_id, count(*) AS n FROM uses LEFT JOIN calls ON calls.key = uses.key
     WHERE calls.key IS NULL GROUP BY uses.unit_id ORDER BY uses.unit_id`,
  );
  return rows.map(
    ({ unit_id, n }) =>
      `unit ${String(unit_id).slice(0, 16)}…: ${n} keys in its journal have no call`,
  );
}

/** An account that is not what its attempts come to. */
export interface AccountDifference {
  readonly account: string;
  readonly stands: Sums;
  readonly attempts: Sums;
}

interface Sums {
  reservedPicoUsd: bigint;
  spentPicoUsd: bigint;
  reservedTokens: bigint;
  spentTokens: bigint;
}

const ZERO: Sums = { reservedPicoUsd: 0n, spentPicoUsd: 0n, reservedTokens: 0n, spentTokens: 0n };

/**
 * Compares every account with the sum of the attempts that are counted for it, and sets it to that
 * sum where `repair` says so.
 */
export function* checkAccounts({
  repair,
}: {
  readonly repair: boolean;
}): Sql<readonly AccountDifference[]> {
  const wanted = yield* sumAttempts();
  const standing = new Map<string, Sums>();
  for (const row of yield* all('SELECT * FROM accounts')) {
    standing.set(String(row.account), {
      reservedPicoUsd: row.reserved_pico as bigint,
      spentPicoUsd: row.spent_pico as bigint,
      reservedTokens: row.reserved_tokens as bigint,
      spentTokens: row.spent_tokens as bigint,
    });
  }
  const names = [...new Set([...wanted.keys(), ...standing.keys()])].sort();
  const differences = names.flatMap((account): AccountDifference[] => {
    const [stands, attempts] = [standing.get(account) ?? ZERO, wanted.get(account) ?? ZERO];
    return isEqual(stands, attempts) ? [] : [{ account, stands, attempts }];
  });
  if (!repair) return differences;
  for (const { account, attempts } of differences) {
    yield* all(
      `INSERT INTO accounts VALUES (?, ?, ?, ?, ?) ON CONFLICT (account) DO UPDATE SET
         reserved_pico = excluded.reserved_pico, spent_pico = excluded.spent_pico,
         reserved_tokens = excluded.reserved_tokens, spent_tokens = excluded.spent_tokens`,
      ...[account, attempts.reservedPicoUsd, attempts.spentPicoUsd],
      ...[attempts.reservedTokens, attempts.spentTokens],
    );
  }
  return differences;
}

function isEqual(a: Sums, b: Sums): boolean {
  return (Object.keys(ZERO) as (keyof Sums)[]).every((member) => a[member] === b[member]);
}

function* sumAttempts(): Sql<Map<string, Sums>> {
  const sums = new Map<string, Sums>();
  for (let after = 0n; ; ) {
    const rows: readonly Row[] = yield* all(
      `SELECT attempt, outcome, worst_pico, worst_tokens, cost_pico, usage, accounts FROM attempts
       WHERE attempt > ? AND imported = 0 ORDER BY attempt LIMIT ${PAGE}`,
      after,
    );
    for (const row of rows) addAttempt(sums, row);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return sums;
    after = last.attempt as bigint;
  }
}

/** As claims and outcomes post it: open at its worst, unknown likewise, a reply at what it cost. */
function addAttempt(sums: Map<string, Sums>, row: Row): void {
  const [worstPico, worstTokens] = [row.worst_pico as bigint, row.worst_tokens as bigint];
  for (const account of JSON.parse(String(row.accounts)) as string[]) {
    const sum = sums.get(account) ?? { ...ZERO };
    sums.set(account, sum);
    if (row.outcome === null) {
      sum.reservedPicoUsd += worstPico;
      sum.reservedTokens += worstTokens;
    } else if (row.outcome === 'unknown') {
      sum.spentPicoUsd += worstPico;
      sum.spentTokens += worstTokens;
    } else if (row.outcome === 'reply') {
      sum.spentPicoUsd += row.cost_pico as bigint;
      sum.spentTokens += repliedTokens(row);
    }
  }
}

/** Ledgers of format 1 counted no tokens: their attempts have no worst case in tokens. */
function repliedTokens({ usage, worst_tokens: worst }: Row): bigint {
  return worst === 0n ? 0n : BigInt(usedTokens(JSON.parse(String(usage)) as Usage));
}
