import type { CellReport } from '../../contracts/report.ts';
import { methodName } from '../report-format/cell-names.ts';

export interface CellPairs {
  readonly pairs: readonly { readonly before: CellReport; readonly after: CellReport }[];
  readonly onlyBefore: readonly CellReport[];
  readonly onlyAfter: readonly CellReport[];
}

/** How alike two cells must be, the strictest first. */
const LIKENESSES: readonly ((cell: CellReport) => string)[] = [
  methodName,
  ({ method, profile }) => `${method} ${profile}`,
  ({ method }) => method,
  // The one method of each run, whatever it is: two methods on the same data.
  ({ controlArm }) => (controlArm ? 'control arm' : 'method'),
];

/**
 * Finds to each cell its like on the same dataset in the other run: the same method with the same
 * settings, else the same method, else the only other one. Where two would do, none is taken. In
 * the order of the run before.
 */
export function pairCells(before: readonly CellReport[], after: readonly CellReport[]): CellPairs {
  let state: CellPairs = { pairs: [], onlyBefore: before, onlyAfter: after };
  for (const likeness of LIKENESSES) state = pairedBy(likeness, state);
  const place = (pair: CellPairs['pairs'][number]): number => before.indexOf(pair.before);
  return { ...state, pairs: state.pairs.toSorted((a, b) => place(a) - place(b)) };
}

function pairedBy(likeness: (cell: CellReport) => string, state: CellPairs): CellPairs {
  const keyOf = (cell: CellReport): string => `${cell.dataset} ${likeness(cell)}`;
  const inBefore = Map.groupBy(state.onlyBefore, keyOf);
  const inAfter = Map.groupBy(state.onlyAfter, keyOf);
  const found = state.onlyBefore.flatMap((before) => {
    const [after, ...others] = inAfter.get(keyOf(before)) ?? [];
    const isOnly = inBefore.get(keyOf(before))?.length === 1 && others.length === 0;
    return after && isOnly ? [{ before, after }] : [];
  });
  return {
    pairs: [...state.pairs, ...found],
    onlyBefore: state.onlyBefore.filter((cell) => !found.some(({ before }) => before === cell)),
    onlyAfter: state.onlyAfter.filter((cell) => !found.some(({ after }) => after === cell)),
  };
}
