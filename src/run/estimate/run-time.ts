import type { Guess, PhaseEstimate, TimeGuess, WorkGuess } from '../../contracts/estimate.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import { sum, times, wholes } from '../../cost/estimate/guesses.ts';
import { type WallWork, wallSeconds, wallShares } from '../../cost/estimate/wall-time.ts';
import type { RunPlan } from '../run-plan.ts';
import type { CellWork } from './cell-estimates.ts';
import { phaseWorks, type TimedChatModel, type TimedEmbedder } from './phase-works.ts';

/** Who is asked: embedders by the name in the configuration; local ones have no place in it. */
export interface TimedModels {
  readonly reader: TimedChatModel;
  /** Each is asked as often as every other. */
  readonly judges: readonly TimedChatModel[];
  readonly embedders: ReadonlyMap<string, TimedEmbedder>;
}

/** How long the calls of a run take, of its cells, and of its phases. */
export interface RunTime {
  readonly wallMs: Guess;
  ofCell(cellId: string): TimeGuess;
  /** Of one cell, or of all of them together. */
  ofPhase(phase: Phase, cellId?: string): TimeGuess;
}

/** One phase of one cell. */
interface Part {
  readonly cellId: string;
  readonly phase: Phase;
  readonly works: readonly WallWork[];
  readonly shareMs: Guess;
}

/**
 * How long the calls take under the limits that are configured.
 *
 * The run's time is divided by what each part adds to whatever binds: where tokens a minute do, by
 * tokens. The run's time is the sum of these parts, so that nothing is lost to rounding.
 */
export function runTime(plan: RunPlan, cells: readonly CellWork[], models: TimedModels): RunTime {
  const { concurrency } = plan.config;
  const parts = partsOf(plan, cells, models);
  const timeOf = (some: readonly Part[]): TimeGuess => ({
    aloneMs: inMs(
      wallSeconds(
        some.flatMap(({ works }) => works),
        concurrency,
      ),
    ),
    shareMs: sum(some.map(({ shareMs }) => shareMs)),
  });
  return {
    wallMs: timeOf(parts).shareMs,
    ofCell: (cellId) => timeOf(parts.filter((part) => part.cellId === cellId)),
    ofPhase: (phase, cellId) =>
      timeOf(
        parts.filter(
          (part) => part.phase === phase && (cellId === undefined || part.cellId === cellId),
        ),
      ),
  };
}

function partsOf(plan: RunPlan, cells: readonly CellWork[], models: TimedModels): Part[] {
  const { concurrency } = plan.config;
  const parts = cells.flatMap((cell) =>
    Object.entries(cell.phases).map(([phase, work]) => ({
      ...{ cellId: cell.cellId, phase: phase as Phase },
      works: worksOf(plan, cell, { phase: phase as Phase, work }, models),
    })),
  );
  const works = parts.flatMap((part) => part.works);
  const wall = wallSeconds(works, concurrency);
  const shares = wallShares(works, concurrency);
  const shareOf = new Map(works.map((work, at) => [work, shares[at] ?? 0]));
  return parts.map((part) => {
    const share = part.works.reduce((all, work) => all + (shareOf.get(work) ?? 0), 0);
    return { ...part, shareMs: inMs(times(wall, share)) };
  });
}

function worksOf(
  plan: RunPlan,
  { cellId, dataset, unitsDone }: CellWork,
  { phase, work }: { readonly phase: Phase; readonly work: WorkGuess },
  { reader, judges, embedders }: TimedModels,
): WallWork[] {
  const planned = plan.cells.find((cell) => cell.cellId === cellId);
  const units = plan.units.filter(({ cell }) => cell.cellId === cellId).length;
  return phaseWorks({
    ...{ phase, dataset, work, units: units - unitsDone, reader, judges },
    outputMax: planned?.dataset.maxOutputTokens ?? 0,
    embedder: embedders.get(planned?.embedder?.name ?? ''),
  });
}

function inMs(seconds: Guess): Guess {
  return wholes(times(seconds, 1_000));
}

/** The phases of a cell, each with its time. */
export function timedPhases(
  { cellId, phases }: CellWork,
  time: RunTime,
): Partial<Record<Phase, PhaseEstimate>> {
  return Object.fromEntries(
    Object.entries(phases).map(([phase, work]) => [
      phase,
      { ...work, time: time.ofPhase(phase as Phase, cellId) },
    ]),
  );
}
