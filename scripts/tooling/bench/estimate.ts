import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line } from './benchmark-page.ts';
import { luckMisses } from './estimate-luck.ts';
import {
  type Accuracy,
  accuracyOf,
  CELL_SHARE,
  cellTable,
  type SeedResult,
} from './estimate-result.ts';
import { runScript } from './run-json.ts';

/** The guide has the figures by cell. */
export const ESTIMATE_PAGE = { path: 'docs/guide/estimate.md', tableFile: 'estimate.md' };

const SEEDS = process.env.MAB_ESTIMATE_SEEDS ?? '30';
const DATA = process.env.MAB_DATA ?? '../shared/datasets/memoryagentbench/data';

const INPUT_MAX = 0.02;
const MONEY_MAX = 0.1;
const COVERED_MIN = 0.8;

const WHAT = 'Estimate of 8 methods × 4 datasets';

/** What `mab estimate` said, against what a lab then billed. */
export async function estimate(folder: string): Promise<Line[]> {
  if (!existsSync(DATA)) {
    return [{ what: WHAT, ours: '', other: `skipped: there is no ${DATA}`, result: '', bar: '' }];
  }
  await runScript('scripts/bench/estimate.ts', [folder, DATA, '1', SEEDS]);
  const text = await readFile(join(folder, 'results.json'), 'utf8');
  const results = JSON.parse(text) as SeedResult[];
  await writeFile(join(folder, ESTIMATE_PAGE.tableFile), cellTable(results));
  return estimateLines(results);
}

/** Of the results of `scripts/bench/estimate.ts`, as many as there are. */
export function estimateLines(results: readonly SeedResult[]): Line[] {
  const [informed, blind] = (['informed', 'blind'] as const).map((which) =>
    results.filter((result) => result.which === which),
  ) as [SeedResult[], SeedResult[]];
  return [
    ...barred(`${WHAT}, after a trial`, accuracyOf(informed), luckMisses(informed)),
    ...(blind.length > 0 ? [plain(`${WHAT}, empty ledger`, accuracyOf(blind))] : []),
  ];
}

function barred(what: string, found: Accuracy, luck: number): Line[] {
  const line = (result: string, bar: string, met: boolean): Line => ({
    ...{ what, ours: '', other: `the lab’s invoice, ${found.seeds} seeds`, result, bar, met },
  });
  const covered = found.covered / found.seeds;
  return [
    line(
      `input tokens: ${percent(found.inputTokens)} off at most`,
      `≤ ${percent(INPUT_MAX)}`,
      Math.abs(found.inputTokens) <= INPUT_MAX,
    ),
    line(
      `money: ${percent(found.money)} off at most, ${percent(found.moneyMean)} in the mean`,
      `≤ ${percent(MONEY_MAX)}`,
      Math.abs(found.money) <= MONEY_MAX,
    ),
    line(
      `cells, each alone: ${percent(found.cell)} off at most; ${found.cells - found.cellsWithin} of ` +
        `${found.cells} further off, where luck alone foretells ${luck.toFixed(1)} ` +
        `(as paid: ${found.cells - found.cellsPaidWithin})`,
      `≤ ${percent(CELL_SHARE)}`,
      found.cellsWithin === found.cells,
    ),
    line(
      `${found.covered} of ${found.seeds} bills between low and high; the trial cost ` +
        `${percent(found.trial)} of the run at most`,
      `≥ ${percent(COVERED_MIN)}`,
      covered >= COVERED_MIN,
    ),
    line(
      `cells, each alone: ${found.cellsCovered} of ${found.cells} between low and high, which ` +
        `are ${percent(found.cellReach)} away in the median`,
      `≥ ${percent(COVERED_MIN)}`,
      found.cellsCovered >= COVERED_MIN * found.cells,
    ),
  ];
}

/** Without bars: nobody can know a cache that was never used. */
function plain(what: string, found: Accuracy): Line {
  return {
    ...{ what, ours: '', other: `the lab’s invoice, ${found.seeds} seeds`, bar: '' },
    result:
      `input tokens ${percent(found.inputTokens)}, money ${percent(found.money)} off at most ` +
      `(mean ${percent(found.moneyMean)}), ${found.cellsWithin} of ${found.cells} cells within ` +
      `${percent(CELL_SHARE)}, ${found.covered} bills and ${found.cellsCovered} cells between low ` +
      'and high',
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(Math.abs(share) < 0.1 ? 1 : 0)} %`;
}
