import type { AccountState, Amount } from '../../contracts/gateway.ts';
import type { PicoUsd } from '../../core/money.ts';
import { all, first, type Row, type Sql } from './sql.ts';

/** Something that money and tokens are counted for: a run, a cell, a tag, a member, a month. */
export interface Account {
  /** As `runAccount` and its kind make it. */
  readonly name: string;
  /** Absent: it is counted, and not bounded. */
  readonly limitPicoUsd?: PicoUsd | undefined;
  readonly limitTokens?: number | undefined;
}

/** What stands on an account. */
export type Balance = Pick<AccountState, 'reserved' | 'spent'>;

export type { Amount };

const NOTHING: Amount = { picoUsd: 0n, tokens: 0 };

/** An account that nobody has used has nothing on it. */
export function* balance(account: string): Sql<Balance> {
  const row = yield* first('SELECT * FROM accounts WHERE account = ?', account);
  if (!row) return { reserved: NOTHING, spent: NOTHING };
  return { reserved: amount(row, 'reserved'), spent: amount(row, 'spent') };
}

function amount(row: Row, kind: 'reserved' | 'spent'): Amount {
  return {
    picoUsd: row[`${kind}_pico`] as bigint,
    tokens: Number(row[`${kind}_tokens`]),
  };
}

/** An account that could not bear an attempt besides what stands on it. */
export interface Overdrawn {
  readonly account: Account;
  readonly balance: Balance;
  /** It could not either if all that is reserved came back. */
  readonly forGood: boolean;
}

/** The first account that could not bear `worst`: one that could not for good before the others. */
export function* overdrawn(
  accounts: readonly Account[],
  worst: Amount,
): Sql<Overdrawn | undefined> {
  let first: Overdrawn | undefined;
  for (const account of accounts) {
    const { limitPicoUsd, limitTokens } = account;
    if (limitPicoUsd === undefined && limitTokens === undefined) continue;
    const stands = yield* balance(account.name);
    if (bears(account, plus(plus(stands.reserved, stands.spent), worst))) continue;
    const forGood = !bears(account, plus(stands.spent, worst));
    if (forGood) return { account, balance: stands, forGood };
    first ??= { account, balance: stands, forGood };
  }
  return first;
}

function bears({ limitPicoUsd, limitTokens }: Account, { picoUsd, tokens }: Amount): boolean {
  return (
    (limitPicoUsd === undefined || picoUsd <= limitPicoUsd) &&
    (limitTokens === undefined || tokens <= limitTokens)
  );
}

/** Adds to what is reserved and to what is spent; either may be negative. */
export function* post(accounts: readonly string[], { reserved, spent }: Balance): Sql<undefined> {
  const amounts = [reserved.picoUsd, spent.picoUsd, reserved.tokens, spent.tokens];
  for (const account of accounts) {
    yield* all(
      `INSERT INTO accounts VALUES (?, ?, ?, ?, ?) ON CONFLICT (account) DO UPDATE SET
         reserved_pico = accounts.reserved_pico + excluded.reserved_pico,
         spent_pico = accounts.spent_pico + excluded.spent_pico,
         reserved_tokens = accounts.reserved_tokens + excluded.reserved_tokens,
         spent_tokens = accounts.spent_tokens + excluded.spent_tokens`,
      ...[account, ...amounts],
    );
  }
  return undefined;
}

/** Reserves the worst case of an attempt. */
export function reserve(accounts: readonly string[], worst: Amount): Sql<undefined> {
  return post(accounts, { reserved: worst, spent: NOTHING });
}

/** Gives a reservation back, and puts what it came to on the account instead. */
export function release(accounts: readonly string[], worst: Amount, spent: Amount): Sql<undefined> {
  return post(accounts, { reserved: minus(NOTHING, worst), spent });
}

/** Corrects what was spent. */
export function correct(accounts: readonly string[], before: Amount, now: Amount): Sql<undefined> {
  return post(accounts, { reserved: NOTHING, spent: minus(now, before) });
}

function plus(a: Amount, b: Amount): Amount {
  return { picoUsd: a.picoUsd + b.picoUsd, tokens: a.tokens + b.tokens };
}

export function minus(a: Amount, b: Amount): Amount {
  return { picoUsd: a.picoUsd - b.picoUsd, tokens: a.tokens - b.tokens };
}

/** The names of accounts. */
export const runAccount = (runId: string): string => `run:${runId}`;
export const cellAccount = (runId: string, cellId: string): string => `cell:${runId}/${cellId}`;
export const tagAccount = (tag: string): string => `tag:${tag}`;
export const memberAccount = (member: string): string => `member:${member}`;

/** Of the calendar month in UTC: `month:2026-11`. */
export function monthAccount(nowMs: number): string {
  return `month:${new Date(nowMs).toISOString().slice(0, 7)}`;
}
