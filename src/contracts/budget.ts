import { MabError } from '../core/errors.ts';
import type { PicoUsd } from '../core/money.ts';

/** A limit in money, in tokens (of input and output together), or in both; empty: none. */
export interface BudgetLimit {
  readonly picoUsd?: PicoUsd;
  readonly tokens?: number;
}

/** What a run may spend, and what it is counted for. None of it changes an answer. */
export interface Budget {
  /** All starts of the run together. */
  readonly run: BudgetLimit;
  /** Each cell of the run for itself. */
  readonly cell: BudgetLimit;
  /** Of the calendar month, in UTC: all runs of the workspace together. */
  readonly month: BudgetLimit;
  /** By tag that the run carries: all runs of the workspace that carry it together. */
  readonly tags: Readonly<Record<string, BudgetLimit>>;
  /** Who in the team spends it, as they call themselves. Absent: nobody has said so. */
  readonly member?: string;
  /** Percent of a limit at which a warning is given, in rising order. */
  readonly warnAt: readonly number[];
}

/** The code of the error of a call that could pass a limit; `details.account` names which. */
export const BUDGET_REACHED = 'BUDGET_REACHED';

/** Everything is counted, nothing is bounded. */
export const NO_BUDGET: Budget = { run: {}, cell: {}, month: {}, tags: {}, warnAt: [] };

/** How an account of the ledger is called in a message: `the budget of tag nightly`. */
export function accountText(account: string): string {
  const [kind, name = ''] = splitName(account);
  switch (kind) {
    case 'run':
      return "the run's budget";
    case 'cell':
      return `the budget of cell ${cellOfAccount(account)}`;
    case 'tag':
      return `the budget of tag ${name}`;
    default:
      return `the budget of the ${kind} ${name}`;
  }
}

/** Where the limit of an account stands in a configuration: `['budget', 'tags', 'nightly']`. */
export function accountOption(account: string): readonly string[] {
  const [kind, name] = splitName(account);
  return kind === 'tag' ? ['budget', 'tags', name] : ['budget', kind];
}

function splitName(account: string): readonly [string, string] {
  const at = account.indexOf(':');
  return [account.slice(0, at), account.slice(at + 1)];
}

/** The cell whose account it is; undefined for an account of something else. */
export function cellOfAccount(account: string): string | undefined {
  const [kind, name] = splitName(account);
  return kind === 'cell' ? name.slice(name.lastIndexOf('/') + 1) : undefined;
}

/** The account that an error says is short; undefined for another error. */
export function shortAccount(error: unknown): string | undefined {
  if (!(error instanceof MabError) || error.code !== BUDGET_REACHED) return undefined;
  return error.details?.account as string;
}
