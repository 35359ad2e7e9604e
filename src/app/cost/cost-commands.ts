import type { CostReport, CostTable, SpentBy } from '../../contracts/cost-report.ts';
import { costTable, costTotal, type MeterFacts } from '../../cost/meter/cost-table.ts';
import { focusRows } from '../../cost/meter/focus/focus-rows.ts';
import { focusCsvText } from '../../run/cost/cost-csv.ts';
import { openWorkspace } from '../workspace.ts';
import type { CostCommands, CostOptions } from './cost-contract.ts';
import { costNotes } from './cost-notes.ts';
import { readMeterFacts, readSpendingFacts, withoutManifest } from './read-facts.ts';

/** Shown without being asked for; the second part only where there is something to tell apart. */
const ALWAYS: readonly SpentBy[] = ['cell', 'phase', 'model'];
const WHERE_SEVERAL: readonly SpentBy[] = [
  ...(['run', 'method', 'dataset', 'day', 'tag', 'member', 'lane'] as const),
];

async function report(folder: string, options: CostOptions): Promise<CostReport> {
  await using workspace = await openWorkspace(folder, { create: false });
  const { by, since, until } = options;
  const found = await readSpendingFacts(workspace, options);
  const answers = by.length === 0 || (by.length === 1 && by[0] === 'cell');
  const facts = await readMeterFacts(workspace, found, { answers });
  const total = costTotal(facts);
  return {
    v: 1,
    ...(found.runIds ? { runs: found.runIds } : {}),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    currency: 'USD',
    total,
    tables: by.length === 0 ? overview(facts) : [costTable(facts, by)],
    notes: costNotes(total, {
      folderless: withoutManifest(found.known, found.spending),
      isOfDays: facts.standalone === undefined,
    }),
  };
}

function overview(facts: MeterFacts): CostTable[] {
  const tables = (by: readonly SpentBy[]) => by.map((each) => costTable(facts, [each]));
  return [...tables(ALWAYS), ...tables(WHERE_SEVERAL).filter(({ lines }) => lines.length > 1)];
}

async function focusCsv(folder: string, options: Omit<CostOptions, 'by'>): Promise<string> {
  await using workspace = await openWorkspace(folder, { create: false });
  const { filter, spending } = await readSpendingFacts(workspace, options);
  const samples = await workspace.ledger.perform('priceSamples', filter);
  return focusCsvText(focusRows(spending, samples));
}

/** What `mab cost` asks for. */
export const costCommands: CostCommands = { report, focusCsv };
