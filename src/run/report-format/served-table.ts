import type { ServedBy } from '../../contracts/records.ts';
import type { CellReport } from '../../contracts/report.ts';
import { rowName } from './cell-names.ts';
import type { TableView } from './table-view.ts';

/**
 * Who served how many calls of each cell, and texts of embedders; none where no model was served in
 * more ways than one, which the head of a report says already.
 */
export function servedTables(cells: readonly CellReport[]): TableView[] {
  const served = cells.flatMap((cell) => cell.served ?? []);
  const isSplit = cells.some((cell) => textRoutes(cell) > 1) || callRoutes(served) > 1;
  if (!isSplit) return [];
  const routes = [...new Map(served.map(({ route, servedBy }) => [route, servedBy]))];
  return [
    {
      title: 'Served by',
      columns: [
        { title: ['method'], align: 'left' },
        { title: ['dataset'], align: 'left' },
        ...routes.map(([route, server]) => ({
          title: route === server ? [route] : [route, server],
          align: 'right' as const,
        })),
      ],
      rows: cells.map((cell) => [
        ...[rowName(cell), cell.dataset],
        ...routes.map(([route]) => countText(cell, route)),
      ]),
    },
  ];
}

function callRoutes(served: readonly ServedBy[]): number {
  return new Set(served.filter(({ calls }) => calls > 0).map(({ route }) => route)).size;
}

/** Of one cell, which has one embedder; two cells may have two. */
function textRoutes({ served = [] }: CellReport): number {
  return served.filter(({ embeddedTexts }) => embeddedTexts > 0).length;
}

function countText({ served = [] }: CellReport, route: string): string {
  const ofRoute = served.filter((one) => one.route === route);
  const sum = (value: (one: (typeof ofRoute)[number]) => number): number =>
    ofRoute.reduce((total, one) => total + value(one), 0);
  const [calls, texts] = [sum((one) => one.calls), sum((one) => one.embeddedTexts)];
  const parts = [
    ...(calls > 0 ? [`${calls} ${calls === 1 ? 'call' : 'calls'}`] : []),
    ...(texts > 0 ? [`${texts} ${texts === 1 ? 'text' : 'texts'}`] : []),
  ];
  return parts.join(', ') || '–';
}
