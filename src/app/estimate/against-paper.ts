import type { CellOfLine, LineEstimate } from '../../cost/estimate/benchmark-estimate.ts';
import {
  type BenchmarkLine,
  PAPER_COSTS,
  PAPER_LATENCIES,
} from '../../cost/estimate/paper-lines.ts';
import type { AgainstPaper } from './benchmark-contract.ts';

interface EstimatedLine {
  readonly line: BenchmarkLine;
  readonly estimate: LineEstimate;
}

/** The icl sets stand together in the paper. */
function cellsOf(estimate: LineEstimate, dataset: string): readonly CellOfLine[] {
  return estimate.cells.filter(
    (cell) => cell.dataset === dataset || cell.dataset.startsWith(`${dataset}_`),
  );
}

/** Figures of the paper beside ours, for the lines that it has them of. */
export function againstPaper(done: readonly EstimatedLine[]): AgainstPaper[] {
  const ours = (title: string, dataset: string, of: 'usdPerQuery' | 'secondsPerQuery') => {
    const found = done.find(({ line }) => line.title === title);
    const guesses = found ? cellsOf(found.estimate, dataset).flatMap((cell) => cell[of] ?? []) : [];
    const mean = (bound: 'low' | 'expected' | 'high'): number =>
      guesses.reduce((sum, guess) => sum + guess[bound], 0) / guesses.length;
    return guesses.length === 0
      ? []
      : [{ low: mean('low'), expected: mean('expected'), high: mean('high') }];
  };
  return [
    ...PAPER_COSTS.flatMap(({ line: title, dataset, usd: paper, isBound = false }) =>
      ours(title, dataset, 'usdPerQuery').map((guess): AgainstPaper => {
        return { what: 'usd', title, dataset, paper, isBound, ours: guess };
      }),
    ),
    ...PAPER_LATENCIES.flatMap(({ line: title, dataset, seconds: paper }) =>
      ours(title, dataset, 'secondsPerQuery').map((guess): AgainstPaper => {
        return { what: 'seconds', title, dataset, paper, isBound: false, ours: guess };
      }),
    ),
  ];
}
