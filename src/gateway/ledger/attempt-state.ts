import { MabError } from '../../core/errors.ts';
import { type Amount, release } from './accounts.ts';
import { all, first, type Row, type Sql } from './sql.ts';

/** What the ledger knows of an attempt before it is closed. */
export interface AttemptState {
  readonly attempt: number;
  readonly key: string;
  readonly fence: bigint;
  readonly outcome: 'reply' | 'error' | 'unknown' | undefined;
  readonly worst: Amount;
  /** Names of those that it is counted for. */
  readonly accounts: readonly string[];
}

const COLUMNS = 'attempt, key, fence, outcome, worst_pico, worst_tokens, accounts';

/** @throws {MabError} ATTEMPT_UNKNOWN. */
export function* readAttempt(attempt: number): Sql<AttemptState> {
  const row = yield* first(`SELECT ${COLUMNS} FROM attempts WHERE attempt = ?`, attempt);
  if (row) return attemptState(row);
  throw new MabError('ATTEMPT_UNKNOWN', `The ledger has no attempt ${attempt}.`, { blame: 'bug' });
}

function attemptState(row: Row): AttemptState {
  return {
    attempt: Number(row.attempt),
    key: String(row.key),
    fence: row.fence as bigint,
    outcome: (row.outcome ?? undefined) as AttemptState['outcome'],
    worst: { picoUsd: row.worst_pico as bigint, tokens: Number(row.worst_tokens) },
    accounts: JSON.parse(String(row.accounts)) as string[],
  };
}

/**
 * Closes the open attempts on a key whose sender is gone: they may have been served and billed, so
 * they are charged at their worst case.
 *
 * @returns how many there were.
 */
export function* abandonAttempts(key: string): Sql<number> {
  const rows = yield* all(
    `UPDATE attempts SET outcome = 'unknown', error_code = 'OWNER_DIED'
     WHERE key = ? AND outcome IS NULL RETURNING ${COLUMNS}`,
    key,
  );
  for (const { accounts, worst } of rows.map(attemptState)) yield* release(accounts, worst, worst);
  return rows.length;
}
