import type { CallLedger } from '../../contracts/gateway.ts';
import type { CellReport, RunReport } from '../../contracts/report.ts';
import type { BlobStore } from '../../contracts/store.ts';
import type { RunId } from '../../core/ids.ts';
import { readManifest } from '../manifest.ts';
import { addUsage, NO_USAGE } from '../phase-costs.ts';
import { addMoney, cellReport, NO_MONEY } from './cell-report.ts';
import { readUnitFacts, type UnitFacts } from './unit-facts.ts';
import { reportWarnings } from './warnings.ts';

/** The result of a run as it stands now, made from its manifest, its units and the ledger. */
export async function buildReport(
  stores: { store: BlobStore; ledger: CallLedger },
  runId: RunId,
): Promise<RunReport> {
  const manifest = await readManifest(stores.store, runId);
  const units: UnitFacts[] = [];
  for (const unit of manifest.units) units.push(await readUnitFacts(stores, runId, unit));
  const cells = manifest.cells.map((cell) =>
    cellReport(
      cell,
      units.filter(({ unit }) => unit.cellId === cell.cellId),
    ),
  );
  const totals = totalsOf(cells);
  const { name, createdAt, data, reader, versions } = manifest;
  return {
    v: 1,
    ...{ runId, name, createdAt, data, cells, totals, versions },
    reader: {
      model: reader.model,
      provider: reader.provider,
      ...(reader.note ? { note: reader.note } : {}),
    },
    state: units.every(({ done }) => done) ? 'complete' : 'incomplete',
    warnings: reportWarnings(manifest, cells, units, totals),
  };
}

function totalsOf(cells: readonly CellReport[]): RunReport['totals'] {
  return {
    ...cells.reduce((sum, { money }) => addMoney(sum, money), NO_MONEY),
    calls: cells.reduce((sum, { calls }) => sum + calls, 0),
    usage: cells.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE),
  };
}
