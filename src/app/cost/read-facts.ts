import type { SpendingFilter } from '../../contracts/spending.ts';
import { MabError } from '../../core/errors.ts';
import type { MeterFacts } from '../../cost/meter/cost-table.ts';
import { type NamedSpending, nameSpending } from '../../cost/meter/spent-names.ts';
import { type KnownCells, readKnownCells } from '../../run/cost/known-cells.ts';
import { readStandalone } from '../../run/cost/standalone-facts.ts';
import { findKnownRun } from '../find-run.ts';
import type { Workspace } from '../workspace.ts';
import type { CostOptions } from './cost-contract.ts';

/** Everything that was sent and that was asked for. */
export interface SpendingFacts {
  /** Absent: all. */
  readonly runIds: readonly string[] | undefined;
  readonly filter: SpendingFilter;
  readonly known: KnownCells;
  readonly spending: readonly NamedSpending[];
}

export async function readSpendingFacts(
  workspace: Workspace,
  { runs, since, until }: Pick<CostOptions, 'runs' | 'since' | 'until'>,
): Promise<SpendingFacts> {
  const { ledger, store } = workspace;
  const days = { since: dayNumber(since), until: dayNumber(until) };
  if (days.since !== undefined && days.until !== undefined && days.since > days.until) {
    throw new MabError('DAYS_INVALID', `${since} is after ${until}.`, {
      hint: 'Give --since the earlier day of the two.',
    });
  }
  const runIds = runs && (await findRuns(workspace, runs));
  const filter = { ...days, runIds };
  const known = await readKnownCells(store);
  const sums = await ledger.perform('spending', filter);
  const spending = sums.map((sum) => nameSpending(sum, (unitId) => known.cells.get(unitId)));
  return { runIds, filter, known, spending };
}

/** What a report is made from; only where no day is cut off is it known what work costs alone. */
export async function readMeterFacts(
  workspace: Workspace,
  { runIds, filter, known, spending }: SpendingFacts,
  { answers }: { readonly answers: boolean },
): Promise<MeterFacts> {
  if (filter.since !== undefined || filter.until !== undefined) {
    return { spending, answers: new Map() };
  }
  const ids = runIds ?? [...known.manifests.keys(), ...withoutManifest(known, spending)];
  const standalone = await readStandalone(workspace, known, spending, { runIds: ids, answers });
  return { spending, ...standalone };
}

/** Ids of runs that something was paid for, and whose folder is not there. */
export function withoutManifest(
  { manifests }: KnownCells,
  spending: readonly NamedSpending[],
): string[] {
  const ids = spending.flatMap(({ outcome, runId }) => (outcome === 'imported' ? [] : [runId]));
  return [...new Set(ids)].filter((id) => !manifests.has(id)).sort();
}

async function findRuns(
  { ledger, store }: Workspace,
  wanted: readonly string[],
): Promise<string[]> {
  const ofLedger = await ledger.perform('runIds', undefined);
  const found = new Set<string>();
  for (const run of wanted) found.add(await findKnownRun(store, run, ofLedger));
  return [...found].sort();
}

const DAY_MS = 86_400_000;

/** @throws {MabError} DAYS_INVALID. */
function dayNumber(day: string | undefined): number | undefined {
  if (day === undefined) return undefined;
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Some engines take the 30th of February for a day of March.
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)) return ms / DAY_MS;
  throw new MabError('DAYS_INVALID', `"${day}" is not a day.`, {
    hint: 'Give a day in UTC as year, month and day: 2026-11-24.',
  });
}
