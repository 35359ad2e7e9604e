import type { Budget, BudgetLimit } from '../../contracts/budget.ts';

/**
 * The part of a budget that one of several workers may use which share no ledger: every limit
 * divided, rounded down, so that all parts together are never more than the whole.
 *
 * @param share  How many workers there are, from 1.
 */
export function shareOfBudget(budget: Budget, share: number): Budget {
  const part = ({ picoUsd, tokens }: BudgetLimit): BudgetLimit => ({
    ...(picoUsd === undefined ? {} : { picoUsd: picoUsd / BigInt(share) }),
    ...(tokens === undefined ? {} : { tokens: Math.floor(tokens / share) }),
  });
  return {
    ...budget,
    ...{ run: part(budget.run), cell: part(budget.cell), month: part(budget.month) },
    tags: Object.fromEntries(Object.entries(budget.tags).map(([tag, limit]) => [tag, part(limit)])),
  };
}
