import type { CellChange, ComparedRun, RunComparison } from '../../contracts/comparison.ts';
import type { RunReport } from '../../contracts/report.ts';
import { MabError } from '../../core/errors.ts';
import type { RunId } from '../../core/ids.ts';
import { readJudgings } from '../judging/judging-store.ts';
import { readManifest } from '../manifest.ts';
import { comparePairs } from '../report/comparisons.ts';
import { buildReport } from '../report/run-report.ts';
import { createScoreBook } from '../report/score-book.ts';
import type { RunStores } from '../report/unit-facts.ts';
import { cellName } from '../report-format/cell-names.ts';
import { createAnswerBook } from './answer-book.ts';
import { type Compared, compareCells, type ReadRun } from './compare-cells.ts';
import { judgeWarnings } from './judge-changes.ts';
import { pairCells } from './pair-cells.ts';
import { settingChanges } from './setting-changes.ts';

/**
 * Compares two runs, question by question, wherever both have asked the same.
 *
 * @throws {MabError} COMPARE_SAME_RUN, COMPARE_NOTHING_COMMON, and what reading a run throws.
 */
export async function compareRuns(
  stores: RunStores,
  beforeId: RunId,
  afterId: RunId,
): Promise<RunComparison> {
  if (beforeId === afterId) {
    throw new MabError('COMPARE_SAME_RUN', `${beforeId} cannot be compared with itself.`, {
      hint: 'Name two runs; `mab list` shows them. Methods of one run: `mab report RUN`.',
    });
  }
  const before = await readRun(stores, beforeId);
  const after = await readRun(stores, afterId);
  const { pairs, onlyBefore, onlyAfter } = pairCells(before.report.cells, after.report.cells);
  if (pairs.length === 0) throw nothingCommon(before.report, after.report);
  const compared = pairs.map((pair) => compareCells(pair, before, after));
  const changes = judgedTogether(compared);
  const [judgedBefore, judgedAfter] = [
    (await readJudgings(stores.store, beforeId)).at(-1),
    (await readJudgings(stores.store, afterId)).at(-1),
  ];
  return {
    v: 1,
    before: comparedRun(before.report),
    after: comparedRun(after.report),
    changes,
    onlyBefore: onlyBefore.map(cellName),
    onlyAfter: onlyAfter.map(cellName),
    settings: settingChanges(before.manifest, after.manifest),
    warnings: [
      ...new Set(compared.flatMap(({ warnings }) => warnings)),
      ...judgeWarnings(changes, judgedBefore, judgedAfter),
    ],
  };
}

/** Of many changes some look real by chance, so each is judged among all. */
function judgedTogether(compared: readonly Compared[]): CellChange[] {
  const found = compared.flatMap(({ change, pair }) => (change && pair ? [{ change, pair }] : []));
  const pairs = comparePairs(found.map(({ pair }) => pair));
  return found.map(({ change }, at) => ({ ...change, paired: pairs[at]?.pair ?? change.paired }));
}

async function readRun(stores: RunStores, runId: RunId): Promise<ReadRun> {
  const [scores, answers] = [createScoreBook(), createAnswerBook()];
  const report = await buildReport(stores, runId, (rows) => {
    scores.add(rows);
    answers.add(rows);
  });
  return { report, scores, answers, manifest: await readManifest(stores.store, runId) };
}

function comparedRun(report: RunReport): ComparedRun {
  const { runId, name, createdAt, state, data, reader, versions } = report;
  return { runId, name, createdAt, state, data, reader, versions };
}

function nothingCommon(before: RunReport, after: RunReport): MabError {
  const datasets = (report: RunReport): string =>
    [...new Set(report.cells.map(({ dataset }) => dataset))].join(', ');
  return new MabError(
    'COMPARE_NOTHING_COMMON',
    `${before.runId} and ${after.runId} have no dataset and method in common.`,
    { hint: `The first has ${datasets(before)}; the second ${datasets(after)}.` },
  );
}
