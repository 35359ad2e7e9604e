import type { BlobStore } from '../../contracts/store.ts';
import type { CellNames } from '../../cost/meter/spent-names.ts';
import { readJudgings } from '../judging/judging-store.ts';
import { readBiasChecks } from '../judging/probe-store.ts';
import { listRunIds, type RunManifest, readManifest } from '../manifest.ts';
import { cellName, methodName } from '../report-format/cell-names.ts';

/** What the manifests of a workspace say of its units. */
export interface KnownCells {
  /** By run. */
  readonly manifests: ReadonlyMap<string, RunManifest>;
  /** By unit: a unit is the same in every run that has it. */
  readonly cells: ReadonlyMap<string, CellNames>;
}

export async function readKnownCells(store: BlobStore): Promise<KnownCells> {
  const manifests = new Map<string, RunManifest>();
  const cells = new Map<string, CellNames>();
  for (const runId of await listRunIds(store)) {
    const manifest = await readManifest(store, runId);
    manifests.set(runId, manifest);
    const names = new Map(manifest.cells.map((cell) => [cell.cellId, cellNames(cell)]));
    for (const { unitId, cellId } of manifest.units) {
      const found = names.get(cellId);
      if (found) cells.set(unitId, found);
    }
    for (const { units } of await readJudgings(store, runId)) {
      for (const { unitId, judgingUnitId } of units) {
        const found = cells.get(unitId);
        if (found) cells.set(judgingUnitId, found);
      }
    }
    for (const { units } of await readBiasChecks(store, runId)) {
      for (const { unitId, probeUnitId } of units) {
        const found = cells.get(unitId);
        if (found) cells.set(probeUnitId, found);
      }
    }
  }
  return { manifests, cells };
}

function cellNames(cell: RunManifest['cells'][number]): CellNames {
  return {
    cell: `${cell.cellId} ${cellName(cell)}`,
    ...{ method: methodName(cell), dataset: cell.dataset },
  };
}
