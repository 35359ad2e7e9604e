import { findDataset } from '../../bench/datasets/catalog.ts';
import { protocolOfFamily } from '../../bench/judges/catalog.ts';
import type { BlobStore } from '../../contracts/store.ts';
import type { PicoUsd } from '../../core/money.ts';
import type { RunConfig } from '../../run/config/run-config.ts';
import { readDoneUnits } from '../../run/estimate/done-units.ts';
import { readJudgingState } from '../../run/judging/judge-run.ts';
import type { JudgingPlan } from '../../run/judging/judging-plan.ts';
import { type JudgingWalk, judgingWalk } from '../../run/judging/walk-judging.ts';
import { pendingOf } from '../../run/pending-units.ts';
import type { RunPlan } from '../../run/run-plan.ts';
import type { PendingUnits } from '../../run/run-units.ts';
import { planRunJudging } from '../judges.ts';
import { manifestWork } from '../run-manifest.ts';
import type { RunModels } from '../run-models.ts';

/** What is left of a run, and what of it is done. */
export interface LeftToDo {
  readonly pending: PendingUnits;
  /** Absent: nobody marks the answers. */
  readonly judging: JudgingWalk | undefined;
  /** Units that have answers, with what these and their verdicts cost alone. */
  readonly done: ReadonlyMap<string, PicoUsd>;
}

/** @param store  Undefined where nothing has been run yet. */
export async function readLeft(
  { config, models }: { readonly config: RunConfig; readonly models: RunModels },
  plan: RunPlan,
  store: BlobStore | undefined,
): Promise<LeftToDo> {
  const work = { runId: plan.runId, ...manifestWork(plan) };
  const judging = planRunJudging(config, work, models.judges);
  const state = judging && (await stateOf(judging, store));
  const done = store ? await readDoneUnits(store, plan, state?.done) : new Map<string, PicoUsd>();
  const walk = judging && state && judgingWalk(judging, state);
  const unanswered = new Set(plan.units.filter(({ unitId }) => !done.has(unitId)));
  return { pending: pendingOf(plan, unanswered, walk), judging: walk, done };
}

async function stateOf(judging: JudgingPlan, store: BlobStore | undefined) {
  if (store) return await readJudgingState(store, judging);
  return { done: [], pending: [], unanswered: judging.units };
}

/** Scores that there will not be, and judges with nothing to do. */
export function judgeWarnings({
  judge,
  datasets,
}: Pick<RunConfig, 'judge' | 'datasets'>): string[] {
  const judgedBy = new Map(datasets.map(({ id, judge: by = 'auto' }) => [id, by]));
  const chosen = datasets.map(({ id }) => findDataset(id));
  const needy = chosen.filter(({ family }) => protocolOfFamily(family));
  const blank = needy.filter(({ id }) => !judge || judgedBy.get(id) === 'none');
  const isMarked = [...judgedBy.values()].includes('generic') || blank.length < needy.length;
  return [
    ...(blank.length === 0
      ? []
      : [
          `No judge marks ${blank.map(({ id }) => id).join(', ')}: the answers are kept, the score ` +
            'stays blank. Name models under `judge` in the configuration, or use `mab judge` later.',
        ]),
    ...(judge && !isMarked
      ? ['Nothing is given to the judges: no dataset needs them, or has `judge: generic`.']
      : []),
  ];
}
