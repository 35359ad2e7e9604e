import pLimit from 'p-limit';
import { shortAccount } from '../contracts/budget.ts';
import type { DatasetSource } from '../contracts/dataset.ts';
import type { EventSink } from '../contracts/events.ts';
import type { CallLedger, ModelGateway, PricingGateway } from '../contracts/gateway.ts';
import type { BlobStore } from '../contracts/store.ts';
import type { Clock } from '../core/clock.ts';
import type { MabError } from '../core/errors.ts';
import { readJudgingState, type UnitJudge, unitJudge } from './judging/judge-run.ts';
import type { JudgeUnitOptions } from './judging/judge-unit.ts';
import type { JudgingPlan, JudgingUnit } from './judging/judging-plan.ts';
import { writeJudging } from './judging/judging-store.ts';
import { type JudgingWalk, judgingWalk } from './judging/walk-judging.ts';
import { type RunManifest, writeManifest } from './manifest.ts';
import { pendingOf } from './pending-units.ts';
import type { RunPlan } from './run-plan.ts';
import { runUnits } from './run-units.ts';
import { stopAtBudget } from './stop-at-budget.ts';
import type { UnitPlan } from './unit-plan.ts';
import { readCommit } from './unit-store.ts';
import { narrowBounds, wideBounds } from './work-bounds.ts';

/** A process may have as few as 256 files open. */
const FILES_AT_ONCE = 32;

export interface ExecuteOptions {
  readonly plan: RunPlan;
  readonly manifest: RunManifest;
  readonly source: DatasetSource;
  readonly store: BlobStore;
  readonly ledger: CallLedger;
  readonly gateway: ModelGateway;
  /** Prices what is left when a budget is reached. */
  readonly pricing: () => PricingGateway;
  readonly clock: Clock;
  readonly countTokens: (text: string) => number;
  readonly onEvent: EventSink;
  readonly signal: AbortSignal;
  readonly retryFailed: boolean;
  /** Calls wait for batches, so that as many as possible have to wait together. */
  readonly isWide: boolean;
  /** Who marks the answers; absent: nobody does. */
  readonly judging?: JudgingPlan | undefined;
}

/**
 * Runs what has not been committed of a plan. Going on after a crash is the same as starting:
 * committed units are done, the others are run again and find their finished calls in the ledger.
 *
 * @throws {MabError} what stops the run. Units that failed on their own do not.
 */
export async function executeRun(options: ExecuteOptions): Promise<void> {
  const { plan, store, ledger, onEvent } = options;
  const { config, runId } = plan;
  const isNew = await writeManifest(store, runId, options.manifest);
  const money = await ledger.startRun(runId, options.retryFailed);
  const limit = config.budget.run.picoUsd;
  const bounds = options.isWide ? wideBounds() : narrowBounds(config.concurrency);
  const working = { ...options, runId, bounds };
  const unanswered = new Set(await pendingUnits(store, plan.units));
  const judging = await openJudging(working);
  onEvent({
    type: 'run-started',
    runId,
    resumed: !isNew,
    units: plan.units.length,
    questions: countQuestions(plan.units),
    unitsDone: plan.units.length - unanswered.size,
    questionsDone: countQuestions(plan.units) - countQuestions([...unanswered]),
    paidPicoUsd: money.paidPicoUsd,
    ...(limit === undefined ? {} : { budgetPicoUsd: limit }),
    ...(judging ? { judging: judging.progress } : {}),
  });
  try {
    const pending = pendingOf(plan, unanswered, judging?.walk);
    await runUnits(plan, pending, options.source, { ...working, judge: judging?.judge });
  } catch (error) {
    if (shortAccount(error) === undefined) throw error;
    const { judging: marked } = options;
    const left = marked && judgingWalk(marked, await readJudgingState(store, marked));
    throw await stopAtBudget(error as MabError, {
      ...working,
      pricing: options.pricing(),
      judging: left,
      pending: pendingOf(plan, new Set(await pendingUnits(store, plan.units)), left),
    });
  }
}

interface OpenJudging {
  readonly judge: UnitJudge;
  /** What is left to mark. */
  readonly walk: JudgingWalk;
  readonly progress: { readonly answers: number; readonly done: number };
}

/** Enters the judging beside its run. */
async function openJudging(
  options: Omit<ExecuteOptions, 'plan'> & Pick<JudgeUnitOptions, 'bounds'>,
): Promise<OpenJudging | undefined> {
  const { judging, store, clock } = options;
  if (!judging || judging.units.length === 0) return undefined;
  await writeJudging(store, judging, new Date(clock.now()).toISOString());
  const state = await readJudgingState(store, judging);
  const { done, pending, unanswered } = state;
  const answers = countAnswers(judging.units);
  return {
    judge: unitJudge([...pending, ...unanswered], { ...options, plan: judging }),
    walk: judgingWalk(judging, state),
    progress: { answers, done: countAnswers(done) },
  };
}

function countAnswers(units: readonly JudgingUnit[]): number {
  return units.reduce((sum, { unit }) => sum + unit.questions, 0);
}

async function pendingUnits(store: BlobStore, units: readonly UnitPlan[]): Promise<UnitPlan[]> {
  const limit = pLimit(FILES_AT_ONCE);
  const commits = await Promise.all(
    units.map(({ unitId }) => limit(() => readCommit(store, unitId))),
  );
  return units.filter((_, at) => commits[at] === undefined);
}

function countQuestions(units: readonly UnitPlan[]): number {
  return units.reduce((sum, { questions }) => sum + questions, 0);
}
