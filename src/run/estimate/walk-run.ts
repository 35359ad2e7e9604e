import pLimit from 'p-limit';
import type { DatasetSource } from '../../contracts/dataset.ts';
import type { WalkingGateway } from '../../contracts/gateway.ts';
import type { BlobStore } from '../../contracts/store.ts';
import type { Clock } from '../../core/clock.ts';
import type { MabError } from '../../core/errors.ts';
import type { Answered } from '../judging/ask-panel.ts';
import { committedAnswers, type JudgingWalk, walkPanel } from '../judging/walk-judging.ts';
import type { RunPlan } from '../run-plan.ts';
import { type PendingUnits, type UnitWork, unitWork } from '../run-units.ts';
import { toMabError } from '../stopping.ts';
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
  /** Absent: nobody marks the answers. */
  readonly judging?: JudgingWalk | undefined;
  /** Holds the answers that are only to be marked; undefined where there are none. */
  readonly store: BlobStore | undefined;
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
 * Runs the methods of units on their rows with stand-ins for replies, and has the answers marked
 * with stand-ins for verdicts: nothing is sent or written.
 *
 * @returns by cell, what the stand-ins did not get through.
 * @throws the signal's reason.
 */
export async function walkRun(
  plan: RunPlan,
  { units, answered }: PendingUnits,
  source: DatasetSource,
  options: WalkRunOptions,
): Promise<ReadonlyMap<string, Unwalked>> {
  const unwalked = new Map<string, Unwalked>();
  let unitsDone = 0;
  options.onProgress({ units: units.length, unitsDone });
  const isAnswered: IsAnswered = ({ unitId }) => answered.has(unitId);
  for await (const work of unitWork(plan, units, source, isAnswered)) {
    options.signal.throwIfAborted();
    const missed = await walkUnit(work, plan, { ...options, isAnswered });
    const { cellId } = work.unit.cell;
    const before = unwalked.get(cellId);
    if (missed) {
      unwalked.set(cellId, {
        questions: missed.questions + (before?.questions ?? 0),
        reason: before?.reason ?? missed.reason,
      });
    }
    unitsDone += 1;
    options.onProgress({ units: units.length, unitsDone });
  }
  return unwalked;
}

type IsAnswered = (unit: UnitWork['unit']) => boolean;

async function walkUnit(
  work: UnitWork,
  plan: RunPlan,
  options: WalkRunOptions & { readonly isAnswered: IsAnswered },
): Promise<Unwalked | undefined> {
  const { unit, row } = work;
  const { judging, gateway } = options;
  const marked = judging?.pending.get(unit.unitId);
  try {
    const { answers, failed } = options.isAnswered(unit)
      ? await answersThere(work, options)
      : await answersOfWalk(work, plan, options);
    const unmarked =
      judging && marked
        ? await walkPanel(marked, row, answers, { plan: judging.plan, gateway })
        : [];
    const [first] = [...failed, ...unmarked];
    return first && { questions: failed.length + unmarked.length, reason: first.message };
  } catch (error) {
    options.signal.throwIfAborted();
    return { questions: unit.questions, reason: toMabError(error).message };
  }
}

interface WalkedAnswers {
  readonly answers: readonly Answered[];
  /** Why there is no answer to other questions. */
  readonly failed: readonly MabError[];
}

async function answersThere(
  { unit, row }: UnitWork,
  { judging, store }: WalkRunOptions,
): Promise<WalkedAnswers> {
  const marked = judging?.pending.get(unit.unitId);
  const answers = marked && store ? await committedAnswers(marked, row, store) : [];
  return { answers, failed: [] };
}

async function answersOfWalk(
  { unit, row, chunks }: UnitWork,
  { runId }: RunPlan,
  options: WalkRunOptions,
): Promise<WalkedAnswers> {
  const { unitId, trial } = unit;
  const walking = { ...options, runId, bounds: ONE_BY_ONE, onEvent: () => undefined };
  const { questions } = await runUnit(unit, row, chunks, walking);
  return {
    answers: questions.flatMap(({ question, at, answer }) => {
      const standIn = options.gateway.standIn({ unitId, trial, at });
      return answer ? [{ question, reply: answer.text, standIn }] : [];
    }),
    failed: questions.flatMap(({ error }) => error ?? []),
  };
}
