import pLimit from 'p-limit';
import type { DatasetSource } from '../../contracts/dataset.ts';
import type { WalkingGateway } from '../../contracts/gateway.ts';
import type { Clock } from '../../core/clock.ts';
import type { RunPlan } from '../run-plan.ts';
import { type UnitWork, unitWork } from '../run-units.ts';
import { toMabError } from '../stopping.ts';
import type { UnitPlan } from '../unit-plan.ts';
import { runUnit } from '../unit-runner.ts';
import type { WorkBounds } from '../work-bounds.ts';

/** What a walk has done of what it has to do. */
export interface WalkProgress {
  readonly units: number;
  readonly unitsDone: number;
}

export interface WalkRunOptions {
  readonly gateway: WalkingGateway;
  readonly clock: Clock;
  readonly countTokens: (text: string) => number;
  readonly onProgress: (progress: WalkProgress) => void;
  readonly signal: AbortSignal;
}

/** Questions of a cell that could not be walked to their end, and why the first could not. */
export interface Unwalked {
  readonly questions: number;
  readonly reason: string;
}

/** One thing after another: the vendor's cache is sent prompts in the order of the plan. */
const ONE_BY_ONE: WorkBounds = {
  unitsAtOnce: 1,
  unit: (_, work) => work(),
  questions: () => pLimit(1),
};

/**
 * Runs the methods of units on their rows with stand-ins for replies: nothing is sent or written.
 *
 * @param pending  Those that have not committed.
 * @returns by cell, what the stand-ins did not get through.
 * @throws the signal's reason.
 */
export async function walkRun(
  plan: RunPlan,
  pending: readonly UnitPlan[],
  source: DatasetSource,
  options: WalkRunOptions,
): Promise<ReadonlyMap<string, Unwalked>> {
  const unwalked = new Map<string, Unwalked>();
  let unitsDone = 0;
  options.onProgress({ units: pending.length, unitsDone });
  for await (const work of unitWork(plan, pending, source)) {
    options.signal.throwIfAborted();
    const missed = await walkUnit(work, plan, options);
    const { cellId } = work.unit.cell;
    const before = unwalked.get(cellId);
    if (missed) {
      unwalked.set(cellId, {
        questions: missed.questions + (before?.questions ?? 0),
        reason: before?.reason ?? missed.reason,
      });
    }
    unitsDone += 1;
    options.onProgress({ units: pending.length, unitsDone });
  }
  return unwalked;
}

async function walkUnit(
  { unit, row, chunks }: UnitWork,
  { runId }: RunPlan,
  options: WalkRunOptions,
): Promise<Unwalked | undefined> {
  const walking = { ...options, runId, bounds: ONE_BY_ONE, onEvent: () => undefined };
  try {
    const { questions } = await runUnit(unit, row, chunks, walking);
    const failed = questions.flatMap(({ error }) => error ?? []);
    const [first] = failed;
    return first && { questions: failed.length, reason: first.message };
  } catch (error) {
    options.signal.throwIfAborted();
    return { questions: unit.questions, reason: toMabError(error).message };
  }
}
