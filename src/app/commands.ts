import { findDataset } from '../bench/datasets/catalog.ts';
import type { RunComparison } from '../contracts/comparison.ts';
import type { RunReport } from '../contracts/report.ts';
import { parseRunId, parseUnitId } from '../core/ids.ts';
import { createRandom } from '../core/random.ts';
import { readBudgetStop } from '../run/budget-stop.ts';
import { budgetStopHint, budgetStopText } from '../run/budget-stop-text.ts';
import { readFailure } from '../run/failures.ts';
import { readJudgedUnit } from '../run/judging/judged-unit.ts';
import { readJudgings } from '../run/judging/judging-store.ts';
import { listRunIds, readManifest } from '../run/manifest.ts';
import { buildReport } from '../run/report/run-report.ts';
import { readRunSummary } from '../run/report/run-summary.ts';
import { readCommit, readRecords, readScores, readTimings } from '../run/unit-store.ts';
import type {
  Commands,
  ExportedRun,
  ExportFormat,
  FailedQuestion,
  QuestionDetail,
  RunDetail,
  RunListing,
} from './commands-contract.ts';
import { findRun } from './find-run.ts';
import { nodeClock } from './node-clock.ts';
import { waitingSum } from './waiting-sum.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

async function listRuns(folder: string): Promise<RunListing[]> {
  await using workspace = await openWorkspace(folder, { create: false });
  const runs: RunListing[] = [];
  for (const runId of await listRunIds(workspace.store)) {
    const waiting = waitingSum(await workspace.ledger.perform('batchesAtVendors', { runId }));
    const summary = await readRunSummary(workspace, runId);
    runs.push(waiting.batches === 0 ? summary : { ...summary, waiting });
  }
  return runs.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

async function readReport(folder: string, run: string, judging?: string): Promise<RunReport> {
  await using workspace = await openWorkspace(folder, { create: false });
  // Awaited here, because the workspace is closed on return.
  return await buildReport(workspace, await findRun(workspace.store, run), undefined, judging);
}

async function exportRun(
  folder: string,
  run: string,
  format: ExportFormat,
  judging?: string,
): Promise<ExportedRun> {
  await using workspace = await openWorkspace(folder, { create: false });
  const runId = await findRun(workspace.store, run);
  // Loaded when it is needed: a page and its parts are nothing to other commands.
  const { exportRunAs } = await import('./export-run.ts');
  return await exportRunAs(workspace, { runId, judging }, format);
}

async function compareRuns(folder: string, before: string, after: string): Promise<RunComparison> {
  await using workspace = await openWorkspace(folder, { create: false });
  const { store } = workspace;
  const module = await import('../run/comparison/compare-runs.ts');
  return await module.compareRuns(
    workspace,
    await findRun(store, before),
    await findRun(store, after),
  );
}

async function showRun(folder: string, run: string, questionId?: string): Promise<RunDetail> {
  await using workspace = await openWorkspace(folder, { create: false });
  const runId = await findRun(workspace.store, run);
  const manifest = await readManifest(workspace.store, runId);
  const newest = (await readJudgings(workspace.store, runId)).at(-1);
  const failed: FailedQuestion[] = [];
  const questions: QuestionDetail[] = [];
  for (const { unitId, cellId } of manifest.units) {
    const failure = await readFailure(workspace.store, runId, unitId);
    const details = await unitQuestion(workspace, unitId, questionId);
    const judged =
      newest && details && (await readJudgedUnit(workspace.store, runId, newest, unitId));
    if (judged?.failure) {
      failed.push(...judged.failure.questions.map((question) => ({ cellId, ...question })));
    }
    if (details === undefined) {
      failed.push(...(failure?.questions ?? []).map((question) => ({ cellId, ...question })));
      continue;
    }
    const method = manifest.cells.find((cell) => cell.cellId === cellId)?.method ?? '';
    const verdict = judged?.verdicts?.find((one) => one.questionId === questionId);
    questions.push(...details.map((detail) => ({ cellId, method, verdict, ...detail })));
  }
  const waiting = await workspace.ledger.perform('batchesAtVendors', { runId });
  const report = await buildReport(workspace, runId);
  return {
    ...{ report, manifest, failed, questions },
    ...(waiting.length === 0 ? {} : { waiting }),
    ...(await stopDetail(workspace, report)),
  };
}

async function stopDetail(
  { store }: Workspace,
  { runId, state }: RunReport,
): Promise<Pick<RunDetail, 'budgetStop'>> {
  const stop = state === 'complete' ? undefined : await readBudgetStop(store, parseRunId(runId));
  if (!stop) return {};
  return { budgetStop: { ...stop, message: budgetStopText(stop), next: budgetStopHint(stop) } };
}

/** The records of one question in a unit that is done; undefined for a unit that is not. */
async function unitQuestion(
  { store }: Workspace,
  unitId: string,
  questionId: string | undefined,
): Promise<Pick<QuestionDetail, 'record' | 'scores' | 'served'>[] | undefined> {
  const commit = await readCommit(store, parseUnitId(unitId));
  if (!commit) return undefined;
  if (questionId === undefined) return [];
  const [records, scores, timings] = await Promise.all([
    readRecords(store, commit),
    readScores(store, commit),
    readTimings(store, commit),
  ]);
  return records
    .filter((record) => record.questionId === questionId)
    .map((record) => ({
      record,
      scores: scores.find((score) => score.questionId === record.questionId),
      served:
        timings.questions.find((timing) => timing.questionId === record.questionId)?.served ?? [],
    }));
}

async function forgetDataset(folder: string, dataset: string): Promise<{ calls: number }> {
  findDataset(dataset);
  await using workspace = await openWorkspace(folder, { create: false });
  return await workspace.ledger.perform('forget', { dataset });
}

/**
 * The program, as its entries see it. What only one command needs is loaded by it: running takes
 * providers, methods and tokenizers, which to show a report would cost time and memory.
 */
export const commands: Commands = {
  ...{ listRuns, readReport, exportRun, compareRuns, showRun, forgetDataset },
  runBenchmark: async (options) => (await import('./run-benchmark.ts')).runBenchmark(options),
  judgeRun: async (options) => (await import('./judge-run.ts')).judgeRun(options),
  openProxy: async (options) => (await import('./open-proxy.ts')).openProxy(options),
  cost: async () => (await import('./cost/cost-commands.ts')).costCommands,
  ledger: async () => (await import('./ledger/ledger-commands.ts')).ledgerCommands,
  plan: async () => (await import('./plan/plan-commands.ts')).planCommands,
  exports: async () => (await import('./export/export-commands.ts')).exportCommands,
  fidelity: async () => (await import('./fidelity/fidelity-commands.ts')).fidelityCommands,
  power: async () => (await import('./power/power-commands.ts')).powerCommands,
  upstream: async () => (await import('./upstream/upstream-commands.ts')).upstreamCommands,
  prices: async () => (await import('./prices/prices-commands.ts')).pricesCommands,
  estimates: async () => {
    const { estimateRun, forecastRun } = await import('./estimate/estimate-run.ts');
    const { estimateBenchmarkWith } = await import('./estimate/benchmark-command.ts');
    return { estimateRun, forecastRun, estimateBenchmark: estimateBenchmarkWith };
  },
  listData: async (from) => (await import('./data/list-data.ts')).listData(from),
  listCache: async () => (await import('./data/list-data.ts')).listCache(),
  checkData: async (from) => (await import('./data/check-data.ts')).checkData(from),
  synthData: async (options) => (await import('./data/synth-data.ts')).synthData(options),
  async pullData(options) {
    const { pullData } = await import('./data/pull-data.ts');
    // Only spreads attempts in time.
    return await pullData(options, { clock: nodeClock, random: createRandom(`${process.pid}`) });
  },
};
