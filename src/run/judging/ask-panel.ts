import type { ContextRow, Question } from '../../contracts/dataset.ts';
import type { CallScope, ModelGateway } from '../../contracts/gateway.ts';
import type { JudgeTask, Marks } from '../../contracts/judge.ts';
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
  const task = taskOf({ question, reply });
  const row = { dataset, contextId };
  const scope = judgeScope(unit, row, question, { runId: plan.runId, unitId: unit.judgingUnitId });
  return gateway.within({ ...scope, ...(standIn ? { standIn } : {}) }, () =>
    Promise.allSettled(
      plan.judges.map(async ({ name }) => await unit.protocol.mark(task, gateway.judge(name))),
    ),
  );
}

/** What a judge is given of an answer. */
export function taskOf({ question, reply }: Pick<Answered, 'question' | 'reply'>): JudgeTask {
  const { text, answers, type, sourceId, keypoints } = question;
  return { question: { text, answers, type, sourceId, keypoints }, reply };
}

/** Where the calls about one answer stand. @param ids  Who pays, and whose calls they are. */
export function judgeScope(
  { cell, unit }: Pick<JudgingUnit, 'cell' | 'unit'>,
  { dataset, contextId }: Pick<ContextRow, 'dataset' | 'contextId'>,
  { index }: Pick<Question, 'index'>,
  ids: Pick<CallScope, 'runId' | 'unitId'>,
): CallScope {
  return {
    ...{ ...ids, cellId: cell.cellId, phase: 'judge', at: placeOf('q', index), trial: unit.trial },
    ...{ dataset, contextId, questions: unit.questions, waited: { ms: 0 } },
  };
}
