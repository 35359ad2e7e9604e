import type { Budget, BudgetLimit } from '../../contracts/budget.ts';
import {
  type Account,
  cellAccount,
  memberAccount,
  monthAccount,
  runAccount,
  tagAccount,
} from '../ledger/accounts.ts';

/** Whose calls they are. */
export interface Spender {
  readonly runId: string;
  /** Absent: they count for no cell. */
  readonly cellId?: string | undefined;
}

/** What a call that is bought now is counted for, whether or not that has a limit. */
export function callAccounts(
  budget: Budget,
  { runId, cellId }: Spender,
  nowMs: number,
): readonly Account[] {
  return [
    account(runAccount(runId), budget.run),
    ...(cellId === undefined ? [] : [account(cellAccount(runId, cellId), budget.cell)]),
    ...Object.entries(budget.tags).map(([tag, limit]) => account(tagAccount(tag), limit)),
    ...(budget.member === undefined ? [] : [account(memberAccount(budget.member), {})]),
    account(monthAccount(nowMs), budget.month),
  ];
}

function account(name: string, { picoUsd, tokens }: BudgetLimit): Account {
  return { name, limitPicoUsd: picoUsd, limitTokens: tokens };
}
