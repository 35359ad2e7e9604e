import type { ContextRow } from '../../contracts/dataset.ts';
import type { ModelGateway } from '../../contracts/gateway.ts';
import type { BlobStore } from '../../contracts/store.ts';
import type { MabError } from '../../core/errors.ts';
import { invariant } from '../../core/errors.ts';
import { toMabError } from '../stopping.ts';
import { readCommit, readRecords } from '../unit-store.ts';
import { type Answered, askPanel } from './ask-panel.ts';
import type { JudgingState } from './judge-run.ts';
import { answersOf } from './judge-unit.ts';
import type { JudgingPlan, JudgingUnit } from './judging-plan.ts';

/** What is left to mark of a run, for a walk that buys nothing. */
export interface JudgingWalk {
  readonly plan: JudgingPlan;
  /** Without verdicts, by the unit whose answers they are about. */
  readonly pending: ReadonlyMap<string, JudgingUnit>;
}

export function judgingWalk(
  plan: JudgingPlan,
  { pending, unanswered }: Pick<JudgingState, 'pending' | 'unanswered'>,
): JudgingWalk {
  const units = [...pending, ...unanswered];
  return { plan, pending: new Map(units.map((unit) => [unit.unitId, unit])) };
}

/**
 * Has answers marked one after another by judges that nobody asks, as they would be marked.
 *
 * @returns what kept a question from being walked, by question.
 */
export async function walkPanel(
  unit: JudgingUnit,
  row: ContextRow,
  answers: readonly Answered[],
  asking: { readonly plan: JudgingPlan; readonly gateway: ModelGateway },
): Promise<MabError[]> {
  const errors: MabError[] = [];
  for (const answered of answers) {
    const settled = await askPanel(unit, row, answered, asking);
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed) errors.push(toMabError(failed.reason));
  }
  return errors;
}

/** The answers of a unit that has committed. @throws {MabError} DATA_CHANGED. */
export async function committedAnswers(
  { unitId }: JudgingUnit,
  row: ContextRow,
  store: BlobStore,
): Promise<Answered[]> {
  const commit = await readCommit(store, unitId);
  invariant(commit, `${unitId} has no answers.`);
  return answersOf(row, await readRecords(store, commit));
}
