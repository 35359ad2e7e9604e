import { type Account, type Amount, type Balance, overdrawn } from './accounts.ts';
import { abandonAll, openReservations } from './attempt-state.ts';
import { isAlive } from './owner.ts';
import type { Sql } from './sql.ts';

/** Why a claim does not fit. */
export interface Shortage {
  readonly account: Account;
  readonly balance: Balance;
  /** Others have reserved what it lacks, and are alive: some of it will come back. */
  readonly waits: boolean;
}

/**
 * Whether accounts lack room for `worst`. What the dead have reserved is charged first, so that
 * nobody waits for them; what they handed to a batch is left alone, because it can be collected.
 *
 * @returns undefined where all of them can bear it.
 */
export function* shortage(
  accounts: readonly Account[],
  worst: Amount,
  asker: { readonly owner: string; readonly nowMs: number },
): Sql<Shortage | undefined> {
  const over = yield* overdrawn(accounts, worst);
  if (!over) return undefined;
  if (over.forGood) return { ...facts(over), waits: false };
  const alive = yield* chargeTheDead(asker);
  const now = yield* overdrawn(accounts, worst);
  if (!now) return undefined;
  return { ...facts(now), waits: !now.forGood && alive.has(now.account.name) };
}

function facts({ account, balance }: Shortage | Omit<Shortage, 'waits'>): Omit<Shortage, 'waits'> {
  return { account, balance };
}

/** Closes what the dead have open, as unknown. @returns the accounts on which the living have. */
function* chargeTheDead({
  owner: self,
  nowMs,
}: {
  readonly owner: string;
  readonly nowMs: number;
}): Sql<ReadonlySet<string>> {
  const living = new Map<string, boolean>([[self, true]]);
  const accounts = new Set<string>();
  for (const { owner, accounts: names } of yield* openReservations()) {
    const known = living.get(owner);
    const lives = known ?? (yield* isAlive(owner, { self, nowMs }));
    living.set(owner, lives);
    if (lives) for (const name of names) accounts.add(name);
    else if (known === undefined) yield* abandonAll(owner);
  }
  return accounts;
}
