import { LEVEL } from '../../bench/statistics/compare-methods.ts';
import { POWER } from '../../bench/statistics/sample-size.ts';
import type { PowerOfPair, PowerReport } from '../../contracts/power.ts';
import type { RunId } from '../../core/ids.ts';
import { readManifest } from '../manifest.ts';
import { type ComparedPair, comparedByDataset } from '../report/comparisons.ts';
import { buildReport } from '../report/run-report.ts';
import { createScoreBook } from '../report/score-book.ts';
import type { RunStores } from '../report/unit-facts.ts';
import { powerNeed } from './power-need.ts';

export interface PowerQuestion {
  /** What has to be found, in (0, 1]; absent: what each pair shows today. */
  readonly difference?: number;
  /** Every pair of methods; else the best of each dataset against the others. */
  readonly allPairs: boolean;
  /** As of `readJudgings`. */
  readonly judging?: string;
  /** What complete datasets have, where that is known. */
  readonly held: (dataset: string) => PowerHolding | undefined;
}

/** Rows and questions of a complete dataset. */
export interface PowerHolding {
  readonly questions: number;
  readonly contexts: number;
}

/** What it would take to tell the methods of a run apart; see `powerNeed`. */
export async function runPower(
  stores: RunStores,
  runId: RunId,
  { difference, allPairs, judging, held }: PowerQuestion,
): Promise<PowerReport> {
  const book = createScoreBook();
  const report = await buildReport(stores, runId, (rows) => book.add(rows), judging);
  const { reader } = await readManifest(stores.store, runId);
  const isPriced = ({ cells }: ComparedPair): boolean =>
    reader.prices !== undefined || cells.every(({ money }) => money.standalonePicoUsd !== '0');
  const pairs = comparedByDataset(report.cells, book).flatMap((ofDataset) => {
    const best = ofDataset[0]?.pair.first.cellId;
    return ofDataset
      .filter(({ pair }) => allPairs || pair.first.cellId === best)
      .map((compared): PowerOfPair => {
        const facts = { ...compared, family: ofDataset.length, isPriced: isPriced(compared) };
        const holding = held(compared.pair.dataset);
        return {
          pair: compared.pair,
          contexts: compared.compared.contexts,
          need: powerNeed({ ...facts, held: holding }, difference),
        };
      });
  });
  return {
    v: 1,
    ...{ runId, name: report.name, power: POWER, level: LEVEL },
    ...(difference === undefined ? {} : { difference }),
    pairs,
    notes: notesOf(pairs),
  };
}

function notesOf(pairs: readonly PowerOfPair[]): string[] {
  if (pairs.length === 0) {
    return ['There is no pair to tell apart: a dataset needs two methods with a score.'];
  }
  const single = new Set(
    pairs.filter(({ contexts }) => contexts === 1).map(({ pair }) => pair.dataset),
  );
  return [
    'Needs are estimates from an estimate: they hold if the difference is as large as it looks, and ' +
      'if new questions differ as these do.',
    ...(single.size > 0
      ? [
          `More questions on the one context of ${[...single].join(', ')} tell the methods apart on ` +
            'that context; whether it holds on others, only other contexts can say.',
        ]
      : []),
  ];
}
