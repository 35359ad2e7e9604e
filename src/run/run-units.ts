import { chunkText } from '../bench/chunking/chunk-text.ts';
import type { ContextRow, DatasetSource } from '../contracts/dataset.ts';
import type { EventSink } from '../contracts/events.ts';
import type { CallLedger } from '../contracts/gateway.ts';
import type { BlobStore } from '../contracts/store.ts';
import { invariant, MabError } from '../core/errors.ts';
import { sha256 } from '../core/hashing.ts';
import type { UnitId } from '../core/ids.ts';
import { CellBudgets } from './cell-budgets.ts';
import { type UnitFailure, writeFailure } from './failures.ts';
import type { UnitJudge } from './judging/judge-run.ts';
import { phaseCosts } from './phase-costs.ts';
import { rowFacts, takeRows } from './row-facts.ts';
import type { RunPlan } from './run-plan.ts';
import { interrupted, stopsRun, toMabError } from './stopping.ts';
import type { UnitPlan } from './unit-plan.ts';
import { unitResult } from './unit-result.ts';
import { type QuestionOutcome, runUnit, type UnitRunnerOptions } from './unit-runner.ts';
import { commitUnit } from './unit-store.ts';
import { workThrough } from './work-pool.ts';

export interface RunUnitsOptions extends UnitRunnerOptions {
  readonly store: BlobStore;
  readonly ledger: CallLedger;
  readonly signal: AbortSignal;
  readonly onEvent: EventSink;
  /** Marks what has been answered; absent: nobody does. */
  readonly judge?: UnitJudge | undefined;
}

/** A unit with all that it is run on. */
export interface UnitWork {
  readonly unit: UnitPlan;
  readonly row: ContextRow;
  readonly chunks: readonly string[];
}

/** What of a plan is left to do. */
export interface PendingUnits {
  /** In the order of the plan. */
  readonly units: readonly UnitPlan[];
  /** Those of them that have committed, and are only to be marked. */
  readonly answered: ReadonlySet<UnitId>;
}

/**
 * Runs the given units of a plan, several at once, each row read again when its turn comes.
 *
 * @throws {MabError} what stops the run; a unit's own failure is written down instead, and its cell
 *   stays blank.
 */
export async function runUnits(
  plan: RunPlan,
  { units, answered }: PendingUnits,
  source: DatasetSource,
  options: RunUnitsOptions,
): Promise<void> {
  const cells = new CellBudgets();
  const { signal, bounds } = options;
  const isAnswered = ({ unitId }: UnitPlan): boolean => answered.has(unitId);
  const work = unitWork(plan, units, source, isAnswered);
  await workThrough(work, { signal, atOnce: bounds.unitsAtOnce }, async (piece) => {
    const run = () =>
      cells.run(piece.unit.cell.cellId, async () => {
        if (!isAnswered(piece.unit) && !(await answerOne(piece, options))) return;
        await judgeOne(piece, options);
      });
    await bounds.unit(piece.row.context.length, run);
  });
  cells.throwIfReached();
}

/**
 * The units with their rows and chunks; a row is chunked once for all cells that chunk alike.
 *
 * @param isAnswered  Whether a unit needs no chunks any more.
 */
export async function* unitWork(
  plan: RunPlan,
  pending: readonly UnitPlan[],
  source: DatasetSource,
  isAnswered: (unit: UnitPlan) => boolean = () => false,
): AsyncGenerator<UnitWork> {
  for (const { id, contextsMax } of plan.config.datasets) {
    const units = pending.filter(({ cell }) => cell.dataset.id === id);
    if (units.length === 0) continue;
    for await (const row of takeRows(source, id, contextsMax)) {
      const ofRow = units.filter((unit) => unit.row.contextId === row.contextId);
      const [first] = ofRow;
      if (!first) continue;
      checkUnchanged(first, row);
      const chunks = ofRow.every(isAnswered) ? [] : chunkText(row.context, first.cell.chunking);
      for (const unit of ofRow) yield { unit, row, chunks };
    }
  }
}

function checkUnchanged(unit: UnitPlan, row: ContextRow): void {
  const now = rowFacts(row);
  if (
    now.contextSha256 === unit.row.contextSha256 &&
    now.questionsSha256 === unit.row.questionsSha256 &&
    now.itemsSha256 === unit.row.itemsSha256
  ) {
    return;
  }
  throw new MabError('DATA_CHANGED', `${row.contextId} has changed since the run was planned.`, {
    hint: 'Leave the data alone while a run is under way, then run the command again.',
  });
}

/** @returns whether the unit is done. */
async function answerOne(
  { unit, row, chunks }: UnitWork,
  options: RunUnitsOptions,
): Promise<boolean> {
  const { onEvent, signal } = options;
  const { unitId, label } = unit;
  onEvent({ type: 'unit-started', unitId, label });
  try {
    const committed = await runAndCommit({ unit, row, chunks }, options);
    if (committed) onEvent({ type: 'unit-committed', unitId, label });
    return committed;
  } catch (thrown) {
    if (signal.aborted) throw interrupted();
    const error = toMabError(thrown);
    if (stopsRun(error)) throw error;
    await fail(unit, options, {
      v: 1,
      ...{ code: error.code, message: error.message, answered: 0, questions: [] },
      ...(error.hint ? { hint: error.hint } : {}),
    });
    return false;
  }
}

async function judgeOne({ unit, row }: UnitWork, options: RunUnitsOptions): Promise<void> {
  try {
    await options.judge?.(unit.unitId, row);
  } catch (thrown) {
    throw options.signal.aborted ? interrupted() : toMabError(thrown);
  }
}

/** @returns whether the unit is done; a unit with failed answers is not. */
async function runAndCommit(
  { unit, row, chunks }: UnitWork,
  options: RunUnitsOptions,
): Promise<boolean> {
  const { store, ledger, runId, clock, countTokens } = options;
  const outcome = await runUnit(unit, row, chunks, options);
  if (outcome.questions.some(({ error }) => error)) {
    await failQuestions(unit, outcome.questions, options);
    return false;
  }
  const calls = await ledger.unitCalls(unit.unitId);
  await commitUnit(
    store,
    {
      unitId: unit.unitId,
      runId,
      committedAt: new Date(clock.now()).toISOString(),
      contextId: row.contextId,
      chunks: chunks.length,
      chunksSha256: sha256(chunks.join('\0')),
      questions: outcome.questions.length,
      cost: phaseCosts(calls),
    },
    unitResult({ unit, row, chunks, countTokens }, outcome, calls, ledger.owner),
  );
  return true;
}

async function failQuestions(
  unit: UnitPlan,
  outcomes: readonly QuestionOutcome[],
  options: RunUnitsOptions,
): Promise<void> {
  const questions = outcomes.flatMap(({ question, error }) =>
    error ? [{ questionId: question.id, code: error.code, message: error.message }] : [],
  );
  const [first] = questions;
  invariant(first, 'A unit failed without a failed question.');
  const count = `${questions.length} of ${outcomes.length}`;
  await fail(unit, options, {
    v: 1,
    code: 'ANSWERS_MISSING',
    message: `${count} answers are errors (${first.code}: ${first.message})`,
    hint: 'The same command asks only these again; --retry-failed also what was refused.',
    answered: outcomes.length - questions.length,
    questions,
  });
}

async function fail(unit: UnitPlan, options: RunUnitsOptions, failure: UnitFailure): Promise<void> {
  const { store, runId, onEvent } = options;
  const { unitId, label } = unit;
  await writeFailure(store, runId, unitId, failure);
  const { code, message, hint } = failure;
  onEvent({ type: 'unit-failed', unitId, label, code, message, ...(hint ? { hint } : {}) });
}
