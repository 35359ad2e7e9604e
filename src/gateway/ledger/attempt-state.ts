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
 * Who can give back what is reserved, and on which accounts; each combination once. What is in a
 * batch comes back by whoever has that in hand, not by who has sent it.
 */
export function* openReservations(): Sql<
  readonly { readonly owner: string; readonly accounts: readonly string[] }[]
> {
  const rows = yield* all(
    `SELECT DISTINCT coalesce(batches.owner, attempts.owner) AS owner, accounts FROM attempts
     LEFT JOIN batch_items ON batch_items.attempt = attempts.attempt
     LEFT JOIN batches ON batches.batch = batch_items.batch
     WHERE attempts.outcome IS NULL`,
  );
  return rows.map(({ owner, accounts }) => ({
    owner: String(owner),
    accounts: JSON.parse(String(accounts)) as string[],
  }));
}

/** As `abandon`, for all that an owner has open in the live lane. */
export function* abandonAll(owner: string): Sql<undefined> {
  const rows = yield* all(
    `SELECT ${COLUMNS} FROM attempts WHERE outcome IS NULL AND owner = ? AND lane = 'live'`,
    owner,
  );
  for (const state of rows.map(attemptState)) yield* abandon(state);
  return undefined;
}

/**
 * Closes an open attempt whose sender is gone: it may have been served and billed, so it is charged
 * at its worst case.
 */
export function* abandon({ attempt, accounts, worst }: AttemptState): Sql<undefined> {
  yield* all(
    "UPDATE attempts SET outcome = 'unknown', error_code = 'OWNER_DIED' WHERE attempt = ?",
    attempt,
  );
  return yield* release(accounts, worst, worst);
}

/** As `abandon`, for all that are open on a key. @returns how many there were. */
export function* abandonAttempts(key: string): Sql<number> {
  const rows = yield* all(`SELECT ${COLUMNS} FROM attempts WHERE key = ? AND outcome IS NULL`, key);
  for (const state of rows.map(attemptState)) yield* abandon(state);
  return rows.length;
}
