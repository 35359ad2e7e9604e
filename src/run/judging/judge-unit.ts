import { panelMarks } from '../../bench/judges/panel.ts';
import type { ContextRow, Question } from '../../contracts/dataset.ts';
import type { EventSink } from '../../contracts/events.ts';
import type { CallLedger, ModelGateway } from '../../contracts/gateway.ts';
import type { Marks } from '../../contracts/judge.ts';
import type { VerdictRecord } from '../../contracts/judging.ts';
import type { AnswerRecord } from '../../contracts/records.ts';
import type { BlobStore } from '../../contracts/store.ts';
import type { Clock } from '../../core/clock.ts';
import { invariant, MabError } from '../../core/errors.ts';
import type { UnitId } from '../../core/ids.ts';
import { askAll } from '../ask-all.ts';
import { writeFailure } from '../failures.ts';
import { phaseCosts } from '../phase-costs.ts';
import { stopsRun, toMabError } from '../stopping.ts';
import { readCommit, readRecords } from '../unit-store.ts';
import type { WorkBounds } from '../work-bounds.ts';
import { type Answered, askPanel } from './ask-panel.ts';
import type { JudgingPlan, JudgingUnit } from './judging-plan.ts';
import { commitJudging } from './judging-store.ts';

export interface JudgeUnitOptions {
  readonly plan: JudgingPlan;
  readonly store: BlobStore;
  readonly ledger: CallLedger;
  readonly gateway: ModelGateway;
  readonly clock: Clock;
  readonly bounds: WorkBounds;
  readonly onEvent: EventSink;
}

type Outcome =
  | { readonly question: Question; readonly verdict: VerdictRecord }
  | { readonly question: Question; readonly error: MabError };

/**
 * Has the answers of one committed unit marked, and commits the verdicts. It is simply repeated
 * after a crash: calls that were made before come from the ledger. Where a judge cannot be asked,
 * nothing is committed, and the reason is kept beside the run.
 *
 * @param row  The unit's context, as the data has it now.
 * @throws {MabError} for what stops the run; DATA_CHANGED.
 */
export async function judgeUnit(
  unit: JudgingUnit,
  row: ContextRow,
  options: JudgeUnitOptions,
): Promise<void> {
  const { store, bounds, onEvent } = options;
  const { judgingUnitId, unitId, label } = unit;
  const commit = await readCommit(store, unitId);
  invariant(commit, `${unitId} has no answers to be marked.`);
  const answers = await answersOf(row, await readRecords(store, commit));
  const outcomes = await askAll(answers, bounds.questions(0), async (answered) => {
    const outcome = await markAnswer(unit, row, answered, options);
    const failed = 'error' in outcome;
    const { id: questionId } = answered.question;
    onEvent({ type: 'answer-judged', unitId, questionId, outcome: failed ? 'failed' : 'judged' });
    return outcome;
  });
  const verdicts = outcomes.flatMap((outcome) => ('verdict' in outcome ? outcome.verdict : []));
  const unasked = outcomes.filter((outcome) => 'error' in outcome);
  if (unasked.length > 0) {
    const failed = { unitId: judgingUnitId, label: `judging ${label}`, answers: outcomes.length };
    await failMarking(failed, unasked, options);
    return;
  }
  await commitVerdicts(unit, verdicts, options);
  onEvent({ type: 'unit-judged', unitId: judgingUnitId, label });
}

/** Each answer with its question as it stands in the data. */
export function answersOf(row: ContextRow, records: readonly AnswerRecord[]): Answered[] {
  const questions = new Map(row.questions.map((question) => [question.id, question]));
  return records.map((record) => {
    const question = questions.get(record.questionId);
    if (!question || !isSame(question, record)) throw dataChanged(row.contextId);
    return { question, reply: record.answer ?? '' };
  });
}

function isSame({ text, answers }: Question, record: AnswerRecord): boolean {
  return text === record.question && answers.join('\0') === record.answers.join('\0');
}

/** The data is not what was asked. */
export function dataChanged(contextId: string): MabError {
  return new MabError('DATA_CHANGED', `${contextId} has changed since it was answered.`, {
    hint: 'Judges need the data that the run was made with: bring it back, or run again.',
  });
}

async function markAnswer(
  unit: JudgingUnit,
  row: ContextRow,
  answered: Answered,
  { plan, gateway }: JudgeUnitOptions,
): Promise<Outcome> {
  const { question } = answered;
  const asked = allOf(await askPanel(unit, row, answered, { plan, gateway }));
  if (asked.error) return { question, error: asked.error };
  const { marks } = asked;
  const byJudge = Object.fromEntries(plan.judges.map(({ name }, at) => [name, marks[at] as Marks]));
  const panel = { rule: plan.rule, metrics: unit.protocol.metrics };
  return { question, verdict: { v: 1, ...panelMarks(question.id, byJudge, panel) } };
}

/** What all have said, or why one could not be asked. @throws {MabError} what stops a run. */
export function allOf(
  settled: readonly PromiseSettledResult<Marks>[],
): { readonly marks: readonly Marks[]; readonly error?: undefined } | { readonly error: MabError } {
  const errors = settled.flatMap((one) =>
    one.status === 'rejected' ? toMabError(one.reason) : [],
  );
  const error = errors.find(stopsRun) ?? errors[0];
  if (error && stopsRun(error)) throw error;
  if (error) return { error };
  return { marks: settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])) };
}

async function commitVerdicts(
  { judgingUnitId, unitId }: JudgingUnit,
  verdicts: readonly VerdictRecord[],
  { plan, store, ledger, clock }: JudgeUnitOptions,
): Promise<void> {
  const calls = await ledger.unitCalls(judgingUnitId);
  const { judge } = phaseCosts(calls);
  await commitJudging(
    store,
    {
      ...{ judgingUnitId, unitId, runId: plan.runId, answers: verdicts.length },
      committedAt: new Date(clock.now()).toISOString(),
      cost: judge ? { judge } : {},
    },
    { verdicts, calls },
  );
}

/** An answer that a judge could not be asked about. */
export interface Unasked {
  readonly question: Pick<Question, 'id'>;
  readonly error: MabError;
}

/**
 * Keeps beside the run why a unit could not be committed.
 *
 * @param of  The unit and what it is called, and how many answers it has.
 */
export async function failMarking(
  of: { readonly unitId: UnitId; readonly label: string; readonly answers: number },
  unasked: readonly Unasked[],
  { plan, store, onEvent }: Pick<JudgeUnitOptions, 'plan' | 'store' | 'onEvent'>,
): Promise<void> {
  const { unitId, label, answers } = of;
  const questions = unasked.map(({ question, error: { code, message } }) => ({
    questionId: question.id,
    ...{ code, message },
  }));
  const [first] = questions;
  invariant(first, 'A judging failed without a failed verdict.');
  const failure = {
    code: 'VERDICTS_MISSING',
    message:
      `${questions.length} of ${answers} verdicts could not be had ` +
      `(${first.code}: ${first.message})`,
    hint: 'The same command asks only these again; --retry-failed also what was refused.',
  };
  const answered = answers - questions.length;
  await writeFailure(store, plan.runId, unitId, { v: 1, ...failure, answered, questions });
  onEvent({ type: 'unit-failed', unitId, label, ...failure });
}
