import type { CellEstimate, RunEstimate, Savings, WalkedWork } from '../../contracts/estimate.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import type { PicoUsd } from '../../core/money.ts';
import type { RunPlan } from '../run-plan.ts';
import { type CellReading, type LaneName, sum, type WalkedCells } from './cell-estimates.ts';
import type { RunTime } from './run-time.ts';

/** What is known beside the walk. */
export interface EstimateFacts
  extends CellReading,
    Pick<
      RunEstimate,
      'model' | 'cells' | 'storage' | 'machines' | 'measured' | 'assumed' | 'prices'
    > {
  readonly time: RunTime;
  /** Whether some of the models can be asked by batch. */
  readonly hasBatch: boolean;
  readonly warnings: readonly string[];
}

/** All that is known of a run's cost before its first call. */
export function runEstimate(plan: RunPlan, walked: WalkedCells, facts: EstimateFacts): RunEstimate {
  const { model, lane, cells, time, storage, machines } = facts;
  const { measured, assumed, prices, warnings } = facts;
  return {
    v: 1,
    ...{ runId: plan.runId, name: plan.config.name, model, lane, cells },
    phases: phasesOf(cells, time),
    total: sum(cells.map(({ total }) => total)),
    savings: savingsOf(walked, facts),
    wallMs: time.wallMs,
    ...{ storage, machines, measured, assumed, prices, warnings },
  };
}

const PHASES: readonly Phase[] = ['memorize', 'finalize', 'retrieve', 'answer', 'judge'];

/** Phases in which something has to be bought, in their order. */
function phasesOf(cells: readonly CellEstimate[], time: RunTime): RunEstimate['phases'] {
  return Object.fromEntries(
    PHASES.flatMap((phase) => {
      const total = sum(cells.flatMap(({ phases }) => phases[phase] ?? []));
      const isNothing = total.calls.high + total.embeddedTexts.high === 0;
      return isNothing ? [] : [[phase, { ...total, time: time.ofPhase(phase) }] as const];
    }),
  );
}

/** `auto` goes by batch where enough calls wait together. */
export function chooseLane({ config }: RunPlan, walked: WalkedCells, hasBatch: boolean): LaneName {
  const { lane, callsMin } = config.batch;
  if (!hasBatch || lane === 'live') return 'live';
  if (lane === 'batch') return 'batch';
  return total(walked, ({ callsThatWait }) => BigInt(callsThatWait)) >= callsMin ? 'batch' : 'live';
}

function savingsOf(
  walked: WalkedCells,
  { unpriced, done, hasBatch, lane }: EstimateFacts,
): Savings {
  if (unpriced.size > 0) {
    return { ledger: undefined, promptCaching: undefined, batchLane: undefined };
  }
  const before = [...done.values()].reduce((a, b) => a + b, 0n);
  const live = total(walked, (work) => work.live.expected.picoUsd);
  const batch = total(walked, (work) => work.batch.expected.picoUsd);
  const expected = lane === 'live' ? live : batch;
  return {
    ledger: before + total(walked, ({ ledgerPicoUsd }) => ledgerPicoUsd),
    promptCaching: total(walked, ({ uncached }) => uncached[lane]) - expected,
    batchLane: hasBatch ? live - batch : undefined,
  };
}

function total(walked: WalkedCells, of: (work: WalkedWork) => PicoUsd): PicoUsd {
  return [...walked.values()]
    .flatMap((phases) => [...phases.values()])
    .reduce((all, work) => all + of(work), 0n);
}
