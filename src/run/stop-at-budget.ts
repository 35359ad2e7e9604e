import { BUDGET_REACHED, cellOfAccount, shortAccount } from '../contracts/budget.ts';
import type { DatasetSource } from '../contracts/dataset.ts';
import type { Amount, CallLedger } from '../contracts/gateway.ts';
import type { BlobStore } from '../contracts/store.ts';
import { MabError } from '../core/errors.ts';
import { budgetStop, limitOfAccount, needed, writeBudgetStop } from './budget-stop.ts';
import { budgetStopHint, budgetStopText } from './budget-stop-text.ts';
import { type PriceRestOptions, priceRest, type RestPrice } from './price-rest.ts';
import type { RunPlan } from './run-plan.ts';
import type { PendingUnits } from './run-units.ts';

export interface StopAtBudgetOptions extends PriceRestOptions {
  readonly plan: RunPlan;
  readonly source: DatasetSource;
  readonly store: BlobStore;
  readonly ledger: CallLedger;
  /** What is left. */
  readonly pending: PendingUnits;
}

/**
 * Prices what is left of a run whose budget is reached, and keeps it beside the run.
 *
 * @returns the error that tells all of it.
 */
export async function stopAtBudget(
  reached: MabError,
  options: StopAtBudgetOptions,
): Promise<MabError> {
  const { plan, ledger, store, clock, pending, source } = options;
  const account = shortAccount(reached) as string;
  const rest = await priceRest(plan, pending, source, options);
  const stop = budgetStop(
    {
      account,
      limit: limitOfAccount(plan.config.budget, account),
      state: await ledger.accountState(account),
      stoppedAt: new Date(clock.now()).toISOString(),
    },
    rest,
    await raiseFor(account, rest, ledger),
  );
  await writeBudgetStop(store, plan.runId, stop);
  return new MabError(BUDGET_REACHED, budgetStopText(stop), {
    blame: 'environment',
    hint: budgetStopHint(stop),
    details: { ...reached.details, runId: plan.runId, ...stop },
    cause: reached,
  });
}

/** All calls that are to come count for a run, a tag or a month; for a cell only its own. */
async function raiseFor(
  account: string,
  { calls }: RestPrice,
  ledger: CallLedger,
): Promise<Amount[]> {
  const cellId = cellOfAccount(account);
  if (cellId === undefined) {
    return [needed(await ledger.accountState(account), [...calls.values()])];
  }
  const stem = account.slice(0, -cellId.length);
  return await Promise.all(
    [...calls].map(async ([id, price]) =>
      needed(await ledger.accountState(`${stem}${id}`), [price]),
    ),
  );
}
