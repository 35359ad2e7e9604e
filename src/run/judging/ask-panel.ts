import type { ContextRow, Question } from '../../contracts/dataset.ts';
import type { CallScope, ModelGateway } from '../../contracts/gateway.ts';
import type { Marks } from '../../contracts/judge.ts';
import { placeOf } from '../ask-all.ts';
import type { JudgingPlan, JudgingUnit } from './judging-plan.ts';

/** An answer with what it is marked against. */
export interface Answered {
  readonly question: Question;
  readonly reply: string;
  /** As in `CallScope`, where something stands in for the reply. */
  readonly standIn?: CallScope['standIn'];
}

/**
 * Has one answer marked by all judges of a panel, at once: in the batch lane each round would take
 * hours. The same for whoever buys verdicts and for whoever prices them.
 *
 * @returns what came of each judge, in the order of the plan.
 */
export function askPanel(
  unit: JudgingUnit,
  { dataset, contextId }: Pick<ContextRow, 'dataset' | 'contextId'>,
  { question, reply, standIn }: Answered,
  { plan, gateway }: { readonly plan: JudgingPlan; readonly gateway: ModelGateway },
): Promise<PromiseSettledResult<Marks>[]> {
  const { text, answers, type, sourceId, keypoints } = question;
  const task = { question: { text, answers, type, sourceId, keypoints }, reply };
  const scope: CallScope = {
    ...{ runId: plan.runId, unitId: unit.judgingUnitId, cellId: unit.cell.cellId },
    ...{ phase: 'judge', at: placeOf('q', question.index), trial: unit.unit.trial },
    ...{ dataset, contextId, questions: unit.unit.questions, waited: { ms: 0 } },
    ...(standIn ? { standIn } : {}),
  };
  return gateway.within(scope, () =>
    Promise.allSettled(
      plan.judges.map(async ({ name }) => await unit.protocol.mark(task, gateway.judge(name))),
    ),
  );
}
