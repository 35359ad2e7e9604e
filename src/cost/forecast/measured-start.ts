import { z } from 'zod';
import type { CellReport, RunReport } from '../../contracts/report.ts';
import { PICO_PER_USD } from '../../core/money.ts';
import type { GrowthInput } from './assumptions.ts';
import type { AssumptionSources } from './make-forecast.ts';

/** Where a run has brought its owner: what is evaluated, and what a cell of it costs. */
export interface MeasuredStart {
  readonly datasets: number;
  /** Distinct in their settings; control arms too, since their calls cost as well. */
  readonly methods: number;
  /** Of one cell, once, bought alone: nothing of it in the ledger. */
  readonly cellUsd: number;
  /** That are finished, and over which the cost is the mean. */
  readonly cells: number;
  /** Of each of them. */
  readonly trials: number;
}

const configSchema = z.looseObject({ trials: z.int().min(1).default(1) });

/**
 * What a run has metered; undefined where no cell is finished, or none of them cost anything.
 *
 * @param config  Of the run, as its manifest has it.
 */
export function measuredStart(report: RunReport, config: unknown): MeasuredStart | undefined {
  const finished = report.cells.filter(
    ({ contexts }) => contexts.planned > 0 && contexts.done === contexts.planned,
  );
  const parsed = configSchema.safeParse(config);
  const trials = parsed.success ? parsed.data.trials : 1;
  const pico = finished.reduce((sum, { money }) => sum + BigInt(money.standalonePicoUsd), 0n);
  if (pico === 0n) return undefined;
  return {
    datasets: new Set(report.cells.map(({ dataset }) => dataset)).size,
    methods: new Set(report.cells.map(methodKey)).size,
    cellUsd: Number(pico) / Number(PICO_PER_USD) / finished.length / trials,
    cells: finished.length,
    trials,
  };
}

/**
 * What a run says of a forecast that begins with it: its cells are in the ledger, so they count as
 * paid. Undefined as in `measuredStart`.
 */
export function measuredAssumptions(
  report: RunReport,
  config: unknown,
): { readonly growth: GrowthInput; readonly sources: AssumptionSources } | undefined {
  const start = measuredStart(report, config);
  if (!start) return undefined;
  const { datasets, methods, cellUsd, cells } = start;
  const here = { from: 'measured', note: `run ${report.runId}` } as const;
  return {
    growth: { datasets, methods, cellUsd, startIsPaid: true },
    sources: {
      datasets: here,
      methods: here,
      startIsPaid: here,
      cellUsd: { from: 'measured', note: `run ${report.runId}, mean of ${cells} cells` },
    },
  };
}

function methodKey({ method, profile, settings }: CellReport): string {
  return `${method} ${profile} ${settings}`;
}
