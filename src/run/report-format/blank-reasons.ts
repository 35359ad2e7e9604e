import type { CellReport } from '../../contracts/report.ts';

/** Why cells have no score, each reason once. */
export interface BlankReasons {
  readonly texts: readonly string[];
  /** `— [2]`: what stands in the cell. */
  mark(cell: CellReport): string;
}

/** Numbers the reasons of blank cells in order of appearance, from 1. */
export function blankReasons(cells: readonly CellReport[]): BlankReasons {
  const blank = cells.filter(({ outcome }) => outcome === 'blank');
  const texts = [...new Set(blank.map(reasonOf))];
  return { texts, mark: (cell) => `— [${texts.indexOf(reasonOf(cell)) + 1}]` };
}

function reasonOf({ reason }: CellReport): string {
  return reason ?? 'No reason was recorded.';
}
