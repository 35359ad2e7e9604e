import type { RowStatus } from '../../contracts/dataset.ts';
import type { CellReport } from '../../contracts/report.ts';

/** Marks what is no memory method but a floor or a ceiling for one. */
const CONTROL_ARM = '†';

/** `bm25 (reference) topK=5`, `oracle (current) †`. */
export function rowName(cell: CellReport): string {
  return `${methodName(cell)}${cell.controlArm ? ` ${CONTROL_ARM}` : ''}`;
}

/** `bm25 (reference) topK=5`: the same for the cells of one method on all datasets. */
export function methodName({
  method,
  profile,
  settings,
}: Pick<CellReport, 'method' | 'profile' | 'settings'>): string {
  return `${method} (${profile})${settings === '' ? '' : ` ${settings}`}`;
}

/** `bm25 (current) on open_fact_sh_6k`. */
export function cellName(
  cell: Pick<CellReport, 'method' | 'profile' | 'settings' | 'dataset'>,
): string {
  return `${methodName(cell)} on ${cell.dataset}`;
}

/** `questionsMax=20`: the settings of a dataset in some cells; empty where there are none. */
export function dataSettingsText(cells: readonly CellReport[]): string {
  return [...new Set(cells.flatMap(({ dataSettings }) => dataSettings ?? []))].join(', ');
}

/** `open_fact_sh_6k (questionsMax=20)`, for cells of one dataset. */
export function datasetName(cells: readonly CellReport[]): string {
  const settings = dataSettingsText(cells);
  return `${cells[0]?.dataset ?? ''}${settings === '' ? '' : ` (${settings})`}`;
}

/** How rows are called above a score. In capitals: never the benchmark's own score. */
const STATUS_NAMES: Readonly<Record<RowStatus, string>> = {
  published: 'published rows',
  rebuilt: 'rebuilt rows',
  partial: 'PARTIAL rows',
  'stand-in': 'STAND-IN rows',
  unverified: 'UNVERIFIED rows',
  'open-corpus': 'OPEN CORPUS',
  locomo: 'LOCOMO, not MemoryAgentBench',
  longmemeval: 'LONGMEMEVAL, not MemoryAgentBench',
  'own-data': 'OWN DATA',
};

/** How the rows of some cells are to be named; several where they differ. */
export function statusText(cells: readonly CellReport[]): string {
  return [...new Set(cells.map(({ rowStatus }) => STATUS_NAMES[rowStatus]))].join(', ');
}
