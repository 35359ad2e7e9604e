import type { CellReport } from '../../../contracts/report.ts';
import { methodName } from '../cell-names.ts';
import { html, type Markup } from './markup.ts';

/** The methods of a report, each with the letter that stands for it in plots and tables. */
export interface MethodNames {
  /** One cell of each, control arms last. */
  readonly rows: readonly CellReport[];
  letterOf(cell: CellReport): string;
  /** In the same order, dataset by dataset as they come. */
  sorted(cells: readonly CellReport[]): CellReport[];
}

/** Letters in order of appearance, methods before control arms. */
export function nameMethods(cells: readonly CellReport[]): MethodNames {
  const firsts = [...Map.groupBy(cells, methodName).values()].flatMap(([first]) => first ?? []);
  const rows = [
    ...firsts.filter(({ controlArm }) => !controlArm),
    ...firsts.filter(({ controlArm }) => controlArm),
  ];
  const places = new Map(rows.map((cell, at) => [methodName(cell), at]));
  const orderOf = (cell: CellReport): number => places.get(methodName(cell)) ?? rows.length;
  return {
    rows,
    letterOf: (cell) => letterAt(orderOf(cell)),
    sorted: (unsorted) => unsorted.toSorted((a, b) => orderOf(a) - orderOf(b)),
  };
}

/** A, B, … Z, AA, AB, … */
function letterAt(position: number): string {
  const last = String.fromCharCode(65 + (position % 26));
  return position < 26 ? last : letterAt(Math.floor(position / 26) - 1) + last;
}

/** A method as a table names its row. */
export function methodLabel(cell: CellReport, names: MethodNames): Markup {
  const { method, profile, settings, controlArm } = cell;
  return html`<span class="key">${names.letterOf(cell)}</span> <span class="name"><b>${method}</b>
<span class="quiet">${profile}${settings === '' ? '' : ` ${settings}`}</span>${
    controlArm ? html` <span class="tag">control</span>` : undefined
  }</span>`;
}
