import type { SpentNames } from '../../contracts/cost-report.ts';
import type { LedgerSpending } from '../../contracts/spending.ts';
import { isProxyRun } from '../../core/ids.ts';

/** A cell, as people call it. */
export interface CellNames {
  /** The id and the name: `3fa9c1d2 bm25 (current) on open_fact_sh_6k`. */
  readonly cell: string;
  readonly method: string;
  readonly dataset: string;
}

/** The cell that a unit is part of; undefined where no run that is left knows the unit. */
export type FindCell = (unitId: string) => CellNames | undefined;

/** Sums of the ledger with what they are called in every respect. */
export interface NamedSpending extends LedgerSpending {
  readonly names: SpentNames;
}

const NOT_OF_A_CELL = '(not of a cell)';
export const NOBODY_NAMED = '(nobody named)';
export const NO_TAG = '(no tag)';
const NO_REPLY = '(no reply)';
const NOT_KNOWN = '(not known)';

const DAY_MS = 86_400_000;

/** Names sums of the ledger. Spending stays where the folder of its run is gone. */
export function nameSpending(sum: LedgerSpending, findCell: FindCell): NamedSpending {
  const { runId, phase, lane, outcome, day, accounts } = sum;
  const tags = namesOf('tag', accounts).sort();
  const [member = NOBODY_NAMED] = namesOf('member', accounts);
  return {
    ...sum,
    names: {
      ...cellOf(sum, findCell),
      ...{ run: runId, phase, lane, outcome, member },
      day: dayText(day),
      model: sum.model ?? sum.servedBy ?? NO_REPLY,
      route: sum.route ?? sum.servedBy ?? NOT_KNOWN,
      tag: tags.length === 0 ? NO_TAG : tags.join(' + '),
    },
  };
}

/** @param day  Days since 1970. */
function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function cellOf({ runId, unitId, accounts }: LedgerSpending, findCell: FindCell): CellNames {
  const found = findCell(unitId);
  if (found) return found;
  if (isProxyRun(runId)) {
    return { cell: NOT_OF_A_CELL, method: '(proxy)', dataset: '(proxy)' };
  }
  const [account] = namesOf('cell', accounts);
  const unknown = { method: '(unknown)', dataset: '(unknown)' };
  if (account === undefined) return { cell: NOT_OF_A_CELL, ...unknown };
  return { cell: `${account.slice(account.lastIndexOf('/') + 1)} (unknown)`, ...unknown };
}

function namesOf(kind: string, accounts: readonly string[]): string[] {
  const start = `${kind}:`;
  return accounts.flatMap((name) => (name.startsWith(start) ? [name.slice(start.length)] : []));
}
