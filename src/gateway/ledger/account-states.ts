import type { AccountState } from '../../contracts/gateway.ts';
import { type Amount, balance } from './accounts.ts';
import { all, type Sql } from './sql.ts';

/** What stands on an account, and how much of that nobody knows. */
export function* accountState(account: string): Sql<AccountState> {
  const { reserved, spent } = yield* balance(account);
  const rows = yield* all(
    `SELECT worst_pico, worst_tokens, accounts FROM attempts
     WHERE outcome = 'unknown' AND imported = 0`,
  );
  const unknown = rows
    .filter((row) => (JSON.parse(String(row.accounts)) as string[]).includes(account))
    .reduce<Amount>(
      ({ picoUsd, tokens }, row) => ({
        picoUsd: picoUsd + (row.worst_pico as bigint),
        tokens: tokens + Number(row.worst_tokens),
      }),
      { picoUsd: 0n, tokens: 0 },
    );
  return { reserved, spent, unknown };
}
