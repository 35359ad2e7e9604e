import type { EventSink } from '../../contracts/events.ts';
import type { Account, Balance } from '../ledger/accounts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerOperations, OperationName } from '../ledger/protocol.ts';

interface WatchOptions {
  /** Percent, in rising order. */
  readonly warnAt: readonly number[];
  readonly onEvent: EventSink;
}

/**
 * The same ledger, which tells when what is spent on a limited account passes a part of its limit:
 * once for each part, and where several are passed at once only the highest. An account that a call
 * names for the first time is looked at too, so that a resumed run says where it stands.
 */
export function watchBudget(ledger: Ledger, options: WatchOptions): Ledger {
  const watch = new BudgetWatch(ledger, options);
  return { ...ledger, perform: (name, request) => watch.perform(name, request) };
}

/** An attempt that has ended. */
interface Closed {
  readonly attempt: number;
}

class BudgetWatch {
  readonly #ledger: Ledger;
  readonly #options: WatchOptions;
  readonly #known = new Map<string, Account>();
  /** By attempt: the limited accounts that it is counted for. */
  readonly #attempts = new Map<number, readonly Account[]>();
  /** By account and kind: the highest part that was told. */
  readonly #told = new Map<string, number>();

  constructor(ledger: Ledger, options: WatchOptions) {
    this.#ledger = ledger;
    this.#options = options;
  }

  async perform<Name extends OperationName>(
    name: Name,
    request: LedgerOperations[Name][0],
  ): Promise<LedgerOperations[Name][1]> {
    const answer = await this.#ledger.perform(name, request);
    if (name === 'claim') {
      const { accounts } = request as LedgerOperations['claim'][0];
      await this.#claimed(accounts, answer as LedgerOperations['claim'][1]);
    }
    if (name === 'settle' || name === 'fail') await this.#closed([request as Closed]);
    if (name === 'settleTogether') await this.#closed(request as readonly Closed[]);
    return answer;
  }

  async #closed(attempts: readonly Closed[]): Promise<void> {
    const accounts = attempts.flatMap(
      ({ attempt }) => this.#attempts.get(attempt) ?? [...this.#known.values()],
    );
    for (const { attempt } of attempts) this.#attempts.delete(attempt);
    const byName = new Map(accounts.map((account) => [account.name, account]));
    await this.#look([...byName.values()]);
  }

  async #claimed(
    accounts: readonly Account[],
    answer: LedgerOperations['claim'][1],
  ): Promise<void> {
    const limited = accounts.filter(
      ({ limitPicoUsd, limitTokens }) => limitPicoUsd !== undefined || limitTokens !== undefined,
    );
    const unseen = limited.filter(({ name }) => !this.#known.has(name));
    for (const account of limited) this.#known.set(account.name, account);
    if (answer.kind === 'granted') this.#attempts.set(answer.attempt, limited);
    // To refuse a claim for good the dead were charged.
    await this.#look(answer.kind === 'over-budget' ? limited : unseen);
  }

  async #look(accounts: readonly Account[]): Promise<void> {
    if (accounts.length === 0) return;
    const names = accounts.map(({ name }) => name);
    const balances = await this.#ledger.perform('balances', { accounts: names });
    accounts.forEach((account, at) => void this.#tell(account, balances[at] as Balance));
  }

  #tell({ name, limitPicoUsd, limitTokens }: Account, { spent }: Balance): void {
    const tokens = limitTokens === undefined ? undefined : BigInt(limitTokens);
    this.#compare(name, 'money', spent.picoUsd, limitPicoUsd);
    this.#compare(name, 'tokens', BigInt(spent.tokens), tokens);
  }

  #compare(
    account: string,
    of: 'money' | 'tokens',
    spent: bigint,
    limit: bigint | undefined,
  ): void {
    if (limit === undefined || limit === 0n) return;
    const { warnAt, onEvent } = this.#options;
    const percent = warnAt.findLast((part) => spent * 100n >= limit * BigInt(part));
    const key = `${of} ${account}`;
    if (percent === undefined || percent <= (this.#told.get(key) ?? 0)) return;
    this.#told.set(key, percent);
    onEvent({ type: 'budget-warning', account, percent, of, spent, limit });
  }
}
