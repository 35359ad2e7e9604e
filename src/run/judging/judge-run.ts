import pLimit from 'p-limit';
import type { ContextRow, DatasetSource } from '../../contracts/dataset.ts';
import type { BlobStore } from '../../contracts/store.ts';
import type { UnitId } from '../../core/ids.ts';
import { CellBudgets } from '../cell-budgets.ts';
import { readCommit } from '../unit-store.ts';
import { workThrough } from '../work-pool.ts';
import { dataChanged, type JudgeUnitOptions, judgeUnit } from './judge-unit.ts';
import type { JudgingPlan, JudgingUnit } from './judging-plan.ts';
import { readJudgingCommit } from './judging-store.ts';

/** A process may have as few as 256 files open. */
const FILES_AT_ONCE = 32;

/** How far a judging is. */
export interface JudgingState {
  /** Marked already. */
  readonly done: readonly JudgingUnit[];
  /** Answered, not marked. */
  readonly pending: readonly JudgingUnit[];
  /** Without answers as yet. */
  readonly unanswered: readonly JudgingUnit[];
}

export async function readJudgingState(
  store: BlobStore,
  { units }: JudgingPlan,
): Promise<JudgingState> {
  const limit = pLimit(FILES_AT_ONCE);
  const kinds = await Promise.all(
    units.map((unit) =>
      limit(async () => {
        if (await readJudgingCommit(store, unit.judgingUnitId)) return 'done';
        return (await readCommit(store, unit.unitId)) ? 'pending' : 'unanswered';
      }),
    ),
  );
  const of = (kind: string): JudgingUnit[] => units.filter((_, at) => kinds[at] === kind);
  return { done: of('done'), pending: of('pending'), unanswered: of('unanswered') };
}

export interface JudgeRunOptions extends JudgeUnitOptions, OverRows {}

/** How answers are gone through again, each row of the data read once. */
export interface OverRows extends Pick<JudgeUnitOptions, 'bounds'> {
  readonly signal: AbortSignal;
  /** SHA-256 of a context as it was answered; undefined where the run did not keep it. */
  readonly contextSha256: (contextId: string) => string | undefined;
}

/**
 * Has answers marked that are there already, each row read once for all cells.
 *
 * @param pending  With answers and without verdicts.
 * @throws {MabError} what stops a run; DATA_CHANGED where the data is not what was answered.
 */
export function judgeRun(
  pending: readonly JudgingUnit[],
  source: DatasetSource,
  options: JudgeRunOptions,
): Promise<void> {
  return overRows(pending, source, options, (unit, row) => judgeUnit(unit, row, options));
}

/** Does something with answered units and their rows. Throws as `judgeRun`, and as `work`. */
export async function overRows<Unit extends JudgingUnit>(
  pending: readonly Unit[],
  source: DatasetSource,
  options: OverRows,
  work: (unit: Unit, row: ContextRow) => Promise<void>,
): Promise<void> {
  const { signal, bounds } = options;
  const cells = new CellBudgets();
  const units = judgingWork(pending, source, options);
  await workThrough(units, { signal, atOnce: bounds.unitsAtOnce }, async ({ unit, row }) => {
    const run = () => cells.run(unit.cell.cellId, () => work(unit, row));
    await bounds.unit(row.context.length, run);
  });
  cells.throwIfReached();
}

interface JudgingWork<Unit> {
  readonly unit: Unit;
  readonly row: ContextRow;
}

async function* judgingWork<Unit extends JudgingUnit>(
  pending: readonly Unit[],
  source: DatasetSource,
  { contextSha256 }: Pick<OverRows, 'contextSha256'>,
): AsyncGenerator<JudgingWork<Unit>> {
  for (const [dataset, units] of Map.groupBy(pending, ({ cell }) => cell.dataset)) {
    const ofContext = Map.groupBy(units, ({ unit }) => unit.contextId);
    for await (const row of source.rows(dataset)) {
      const ofRow = ofContext.get(row.contextId) ?? [];
      if (ofRow.length === 0) continue;
      ofContext.delete(row.contextId);
      const expected = contextSha256(row.contextId);
      if (expected !== undefined && expected !== row.contextSha256) {
        throw dataChanged(row.contextId);
      }
      for (const unit of ofRow) yield { unit, row };
      if (ofContext.size === 0) break;
    }
    const [missing] = ofContext.keys();
    if (missing !== undefined) throw dataChanged(missing);
  }
}

/** Marks one unit at a time, as soon as it has been answered. */
export type UnitJudge = (unitId: UnitId, row: ContextRow) => Promise<void>;

/** @param pending  What is to be marked; other units are left alone. */
export function unitJudge(pending: readonly JudgingUnit[], options: JudgeUnitOptions): UnitJudge {
  const byUnit = new Map<string, JudgingUnit>(pending.map((unit) => [unit.unitId, unit]));
  return async (unitId, row) => {
    const unit = byUnit.get(unitId);
    if (unit) await judgeUnit(unit, row, options);
  };
}
