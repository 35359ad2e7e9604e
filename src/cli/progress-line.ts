import { accountText } from '../contracts/budget.ts';
import type { RunEvent } from '../contracts/events.ts';
import { formatUsd } from '../core/money.ts';
import type { ProgressState } from './progress-state.ts';

/**
 * Where a run stands, in one line:
 * `2/8 units  120/400 questions (30 %)  12.3/s  ETA 23 s  paid $0.12 of $5.00  40 % replayed`.
 *
 * @param perSecond       Questions a second; undefined when unknown.
 * @param textsPerSecond  Texts embedded a second; undefined when unknown.
 */
export function progressLine(
  state: ProgressState,
  perSecond: number | undefined,
  textsPerSecond: number | undefined,
): string {
  const { questions, questionsDone, reading } = state;
  const share = questions === 0 ? 0 : Math.floor((100 * questionsDone) / questions);
  const missing = missingOf(state);
  return [
    ...workParts(state, ` (${share} %)`),
    ...(perSecond === undefined ? [] : [`${rateText(perSecond)}/s`]),
    ...(perSecond === undefined || missing <= 0 ? [] : [`ETA ${spanText(missing / perSecond)}`]),
    ...moneyParts(state),
    ...(reading && reading.done < reading.chunks
      ? [`reading chunk ${reading.done}/${reading.chunks}`]
      : []),
    ...embeddingPart(state, textsPerSecond),
    ...waitingPart(state.waitingForRoom, 'for the rate limit'),
    ...waitingPart(state.waitingForBudget, 'for budget that others have reserved'),
    ...batchesPart(state),
  ].join('  ');
}

/** What is done of what: questions, and verdicts; of `mab judge` verdicts only. */
export function workParts(state: ProgressState, questionsNote = ''): string[] {
  const { units, unitsDone, unitsFailed, questions, questionsDone, judging } = state;
  const isJudgingOnly = judging !== undefined && units === 0;
  return [
    ...(isJudgingOnly ? [] : [`${unitsDone}/${units} units`]),
    ...(unitsFailed > 0 ? [`${unitsFailed} failed`] : []),
    ...(isJudgingOnly ? [] : [`${questionsDone}/${questions} questions${questionsNote}`]),
    ...(judging ? [`${judging.done}/${judging.answers} judged`] : []),
  ];
}

/** Questions, or verdicts where there is nothing else to do. */
function missingOf({ units, questions, questionsDone, judging }: ProgressState): number {
  return judging && units === 0 ? judging.answers - judging.done : questions - questionsDone;
}

function embeddingPart({ embedding }: ProgressState, perSecond: number | undefined): string[] {
  if (embedding.size === 0) return [];
  const units = [...embedding.values()];
  const done = units.reduce((sum, unit) => sum + unit.done, 0);
  const texts = units.reduce((sum, unit) => sum + unit.texts, 0);
  const left = perSecond === undefined ? '' : ` (${spanText((texts - done) / perSecond)} left)`;
  return [`embedding text ${done}/${texts}${left}`];
}

function waitingPart(calls: number, what: string): string[] {
  return calls === 0 ? [] : [`${calls} ${calls === 1 ? 'call' : 'calls'} waiting ${what}`];
}

function batchesPart({ batches: { batches, calls, answered } }: ProgressState): string[] {
  if (batches === 0) return [];
  return [
    `waiting for ${batches === 1 ? '1 batch' : `${batches} batches`}, ${answered} of ${calls} answered`,
  ];
}

/** Money, the share of calls that cost nothing, and what went wrong on the way. */
export function moneyParts(state: ProgressState): string[] {
  const { paidPicoUsd, budgetPicoUsd, calls, replayedCalls, retries, divergedCalls } = state;
  const replayedPercent = calls === 0 ? 0 : Math.round((100 * replayedCalls) / calls);
  const budget = budgetPicoUsd === undefined ? '' : ` of ${formatUsd(budgetPicoUsd)}`;
  return [
    `paid ${formatUsd(paidPicoUsd)}${budget}`,
    ...(replayedPercent > 0 ? [`${replayedPercent} % replayed`] : []),
    ...(retries > 0 ? [`${retries} ${retries === 1 ? 'retry' : 'retries'}`] : []),
    ...(divergedCalls > 0 ? [`${divergedCalls} diverged`] : []),
  ];
}

/** `80 % of the run's budget of $5.00 is spent ($4.02)`. */
export function budgetWarning(event: Extract<RunEvent, { type: 'budget-warning' }>): string {
  const { account, percent, of, spent, limit } = event;
  const text = (amount: bigint): string =>
    of === 'money' ? formatUsd(amount) : `${amount.toLocaleString('en')} tokens`;
  return `${percent} % of ${accountText(account)} of ${text(limit)} is spent (${text(spent)})`;
}

function rateText(perSecond: number): string {
  if (perSecond >= 100) return perSecond.toFixed(0);
  return perSecond.toFixed(perSecond >= 1 ? 1 : 2);
}

/** A span of time in its two largest units: `23 s`, `4 min 10 s`, `2 h 5 min`. */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
