import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line } from './benchmark-page.ts';
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

/** The seeds of one or more runs of `scripts/bench/estimate.ts`. */
export function estimateLines(results: readonly SeedResult[]): Line[] {
  return [
    ...barred(`${WHAT}, after a trial`, accuracyOf(results, 'informed')),
    plain(`${WHAT}, empty ledger`, accuracyOf(results, 'blind')),
  ];
}

function barred(what: string, found: Accuracy): Line[] {
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
      `cells, each alone: ${percent(found.cell)} off at most; ${found.cellsWithin} of ` +
        `${found.cells} within (as paid: ${found.cellsPaidWithin})`,
      `≤ ${percent(CELL_SHARE)}`,
      found.cellsWithin === found.cells,
    ),
    line(
      `${found.covered} of ${found.seeds} bills between low and high`,
      `≥ ${percent(COVERED_MIN)}`,
      covered >= COVERED_MIN,
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
      `${percent(CELL_SHARE)}, ${found.covered} bills between low and high`,
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(Math.abs(share) < 0.1 ? 1 : 0)} %`;
}
