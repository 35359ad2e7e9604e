import type { CellReport } from '../../contracts/report.ts';
import type { BlankReasons } from './blank-reasons.ts';
import { datasetName, rowName, statusText } from './cell-names.ts';
import { intervalText } from './number-text.ts';
import type { TableView } from './table-view.ts';

/** The matrix: a row per method, a column per dataset. Empty where a method was not asked. */
export function scoreTable(cells: readonly CellReport[], reasons: BlankReasons): TableView {
  const datasets = [...new Set(cells.map(({ dataset }) => dataset))];
  const names = [...new Set(cells.map(rowName))];
  const of = (dataset: string): CellReport[] => cells.filter((cell) => cell.dataset === dataset);
  return {
    title: 'Scores',
    columns: [
      { title: ['method'], align: 'left' },
      ...datasets.map((dataset) => ({
        title: [datasetName(of(dataset)), metricsText(of(dataset)), statusText(of(dataset))],
        align: 'right' as const,
      })),
    ],
    rows: names.map((name) => [
      name,
      ...datasets.map((dataset) => {
        const cell = of(dataset).find((candidate) => rowName(candidate) === name);
        return cell ? scoreText(cell, reasons) : '';
      }),
    ]),
  };
}

/** The score with its interval, or the number of the reason why there is none. */
export function scoreText(cell: CellReport, reasons: BlankReasons): string {
  return cell.score ? intervalText(cell.score) : reasons.mark(cell);
}

/** The metric of some cells; several where they differ. */
export function metricsText(cells: readonly CellReport[]): string {
  return [...new Set(cells.map(({ metric }) => metric))].join(', ');
}
