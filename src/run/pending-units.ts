import type { JudgingWalk } from './judging/walk-judging.ts';
import type { RunPlan } from './run-plan.ts';
import type { PendingUnits } from './run-units.ts';
import type { UnitPlan } from './unit-plan.ts';

/**
 * What is to be answered of a plan, and what only to be marked.
 *
 * @param judging  Absent: nobody marks anything.
 */
export function pendingOf(
  plan: RunPlan,
  unanswered: ReadonlySet<UnitPlan>,
  judging: JudgingWalk | undefined,
): PendingUnits {
  const units = plan.units.filter(
    (unit) => unanswered.has(unit) || judging?.pending.has(unit.unitId),
  );
  const answered = units.filter((unit) => !unanswered.has(unit)).map(({ unitId }) => unitId);
  return { units, answered: new Set(answered) };
}
