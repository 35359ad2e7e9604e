import { readFile } from 'node:fs/promises';
import { parseHumanLabels } from '../bench/judges/human-labels.ts';
import type { DatasetSource } from '../contracts/dataset.ts';
import type { BlobStore } from '../contracts/store.ts';
import { MabError } from '../core/errors.ts';
import type { JudgesConfig } from '../run/config/judges-file.ts';
import { answeredContexts } from '../run/judging/answered-rows.ts';
import {
  type JudgeRunOptions,
  judgeRun as judgeAnswers,
  overRows,
  readJudgingState,
} from '../run/judging/judge-run.ts';
import { type JudgingPlan, planJudging } from '../run/judging/judging-plan.ts';
import { writeJudging } from '../run/judging/judging-store.ts';
import { keepLabels } from '../run/judging/keep-labels.ts';
import { type ProbePlan, planProbes } from '../run/judging/probe-plan.ts';
import { writeBiasCheck } from '../run/judging/probe-store.ts';
import { type ProbingState, probeUnit, readProbingState } from '../run/judging/probe-unit.ts';
import { protocolOf } from '../run/judging/run-panel.ts';
import { type StoredSettings, storedSettings } from '../run/judging/stored-settings.ts';
import { type RunManifest, readManifest } from '../run/manifest.ts';
import { buildReport } from '../run/report/run-report.ts';
import { narrowBounds, wideBounds } from '../run/work-bounds.ts';
import type { JudgeOptions, JudgeResult } from './commands-contract.ts';
import { createJudgeGateway } from './create-gateway.ts';
import { fileError } from './file-error.ts';
import { findRun } from './find-run.ts';
import { judgeSettings } from './judge-settings.ts';
import { createJudges, type Judges, plannedJudges } from './judges.ts';
import { openLimitStore } from './limit-store.ts';
import { withMember } from './member.ts';
import { nodeClock } from './node-clock.ts';
import { openCatalogue, priceFilesOf } from './prices/open-catalogue.ts';
import { openRunData } from './run-data.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** Has the answers of a run marked by judges, by people, or by both. */
export async function judgeRun(options: JudgeOptions): Promise<JudgeResult> {
  await using workspace = await openWorkspace(options.workspace, { create: false });
  const runId = await findRun(workspace.store, options.run);
  const manifest = await readManifest(workspace.store, runId);
  const { labelsPath, judgesPath, checkBias } = options;
  if (labelsPath !== undefined) {
    const labels = parseHumanLabels(await readText(labelsPath));
    await keepLabels(workspace.store, manifest, labels);
  }
  const isLabelsOnly = labelsPath !== undefined && judgesPath === undefined && !checkBias;
  const asked = isLabelsOnly ? NOTHING : await askJudges(workspace, manifest, options);
  const { judgingId, ...counts } = asked;
  return { ...counts, report: await buildReport(workspace, runId, undefined, judgingId) };
}

interface Asked extends Omit<JudgeResult, 'report'> {
  readonly judgingId: string | undefined;
}
const NOTHING: Asked = {
  ...{ missing: 0, judged: 0, probed: 0, unprobed: 0 },
  judgingId: undefined,
};

async function askJudges(
  workspace: Workspace,
  manifest: RunManifest,
  options: JudgeOptions,
): Promise<Asked> {
  const { store } = workspace;
  const stored = storedSettings(manifest);
  const settings = withOptions(await judgeSettings(options.judgesPath, stored), options);
  const files = priceFilesOf(settings, options.judgesPath ?? '', options.prices);
  const catalogue = await openCatalogue({ workspace: options.workspace, files });
  const judges = createJudges(settings.judge.models, process.env, catalogue);
  const plan = planJudging(manifest, {
    judges: plannedJudges(judges),
    rule: settings.judge.panel,
    protocolOf: protocolOf(judgedBy(settings, stored, options)),
  });
  const before = await readJudgingState(store, plan);
  if (before.pending.length + before.done.length === 0) throw nothingToJudge(plan);
  const source = await openRunData(manifest, stored, options.data);
  const nowIso = new Date(nodeClock.now()).toISOString();
  const isNew = await writeJudging(store, plan, nowIso);
  const probes = options.checkBias && planProbes(plan, options.checkBias);
  if (probes) await writeBiasCheck(store, probes, nowIso);
  const probing = await probingState(store, probes);
  await mark(workspace, plan, { ...options, settings, judges, manifest, source, isNew, probes });
  const after = await readJudgingState(store, plan);
  const checked = await probingState(store, probes);
  return {
    judgingId: plan.judgingId,
    judged: answersOf(after.done) - answersOf(before.done),
    missing: answersOf(after.pending) + answersOf(after.unanswered),
    probed: placesOf(checked.done) - placesOf(probing.done),
    unprobed: placesOf(checked.pending) + placesOf(checked.unjudged),
  };
}

async function probingState(
  store: BlobStore,
  probes: ProbePlan | undefined,
): Promise<ProbingState> {
  return probes ? await readProbingState(store, probes) : { done: [], pending: [], unjudged: [] };
}

function placesOf(units: ProbePlan['units']): number {
  return units.reduce((sum, { places }) => sum + places.length, 0);
}

function withOptions(settings: JudgesConfig, { lane, member }: JudgeOptions): JudgesConfig {
  const budget = withMember(settings.budget, member, process.env);
  const batch = lane === undefined ? settings.batch : { ...settings.batch, lane };
  return { ...settings, budget, batch };
}

/** As the command line says, else the file of judges, else the run. */
function judgedBy(settings: JudgesConfig, stored: StoredSettings, { rubric }: JudgeOptions) {
  const ofFile = new Map(settings.datasets?.map(({ id, judge }) => [id, judge]));
  return (dataset: string) => rubric ?? ofFile.get(dataset) ?? stored.judgedBy.get(dataset);
}

function nothingToJudge({ units, runId }: JudgingPlan): MabError {
  const problem =
    units.length === 0
      ? `No dataset of ${runId} has a protocol of its own for judges.`
      : `No unit of ${runId} has all its answers.`;
  return new MabError('NOTHING_TO_JUDGE', problem, {
    hint:
      units.length === 0
        ? '--rubric generic has any answers marked as right or wrong.'
        : 'Go on with the run first: the same `mab run` command.',
  });
}

interface Marking extends JudgeOptions {
  readonly settings: JudgesConfig;
  readonly judges: Judges;
  readonly manifest: RunManifest;
  readonly source: DatasetSource;
  readonly isNew: boolean;
  /** What is asked again; absent: nothing. */
  readonly probes: ProbePlan | undefined;
}

async function mark(workspace: Workspace, plan: JudgingPlan, options: Marking): Promise<void> {
  const { store, ledger } = workspace;
  const { settings, judges, manifest, onEvent, signal, source, probes } = options;
  const money = await ledger.startRun(plan.runId, options.retryFailed);
  const { pending, done } = await readJudgingState(store, plan);
  const { picoUsd: budgetPicoUsd } = settings.budget.run;
  onEvent({
    type: 'judging-started',
    ...{ runId: plan.runId, judgingId: plan.judgingId, resumed: !options.isNew },
    answers: answersOf(plan.units),
    done: answersOf(done),
    paidPicoUsd: money.paidPicoUsd,
    ...(budgetPicoUsd === undefined ? {} : { budgetPicoUsd }),
  });
  if (pending.length === 0 && (await isChecked(store, probes))) return;
  const limitStore = await openLimitStore({
    ...{ sharedLimits: settings.sharedLimits, ledger, share: 1, environment: process.env, onEvent },
  });
  const gateway = createJudgeGateway(settings, { ...options, ledger, judges, limitStore });
  const contexts = answeredContexts(manifest);
  const marking: JudgeRunOptions = {
    ...{ plan, store, ledger, gateway, onEvent, signal, clock: nodeClock },
    bounds: isWide(settings, judges) ? wideBounds() : narrowBounds(settings.concurrency),
    contextSha256: (contextId) => contexts.get(contextId),
  };
  try {
    await judgeAnswers(pending, source, marking);
    if (probes) await probe(probes, source, marking);
  } finally {
    await gateway.settled();
    await limitStore.close();
  }
}

async function isChecked(store: BlobStore, probes: ProbePlan | undefined): Promise<boolean> {
  return (await probingState(store, probes)).pending.length === 0;
}

/** Asks the judges again, about whatever they have marked. */
async function probe(
  probes: ProbePlan,
  source: DatasetSource,
  marking: JudgeRunOptions,
): Promise<void> {
  const { pending, done } = await readProbingState(marking.store, probes);
  const { checkId } = probes;
  marking.onEvent({
    type: 'probing-started',
    ...{ checkId, answers: placesOf(probes.units), done: placesOf(done) },
  });
  await overRows(pending, source, marking, (unit, row) => probeUnit(unit, row, marking));
}

/** @throws {MabError} LANE_UNAVAILABLE where calls have to go by batch, and no judge can. */
function isWide({ batch: { lane } }: JudgesConfig, judges: Judges): boolean {
  const some = [...judges.values()].some(({ model }) => model.routes.some(({ batch }) => batch));
  if (lane !== 'batch' || some) return some && lane !== 'live';
  throw new MabError('LANE_UNAVAILABLE', 'No judge has a batch API.', {
    hint: 'Use `--lane live`, or a judge of openai, azure or anthropic.',
  });
}

function answersOf(units: JudgingPlan['units']): number {
  return units.reduce((sum, { unit }) => sum + unit.questions, 0);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileError(error, path);
  }
}
