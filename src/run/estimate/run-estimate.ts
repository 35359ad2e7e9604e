import type { RunEstimate, Savings, WalkedWork } from '../../contracts/estimate.ts';
import type { PicoUsd } from '../../core/money.ts';
import type { RunPlan } from '../run-plan.ts';
import { addGuesses, type CellReading, cellEstimates, type WalkedCells } from './cell-estimates.ts';

/** What is known beside the walk. */
export interface EstimateFacts extends Omit<CellReading, 'lane'> {
  readonly model: string;
  /** Whether some of the models can be asked by batch. */
  readonly hasBatch: boolean;
  readonly wallSeconds: RunEstimate['wallSeconds'];
  readonly storage: RunEstimate['storage'];
  readonly machines: RunEstimate['machines'];
  readonly measured: readonly string[];
  readonly prices: readonly string[];
  readonly warnings: readonly string[];
}

/** All that is known of a run's cost before its first call. */
export function runEstimate(plan: RunPlan, walked: WalkedCells, facts: EstimateFacts): RunEstimate {
  const { model, wallSeconds, storage, machines, measured, prices, warnings } = facts;
  const lane = laneOf(plan, walked, facts.hasBatch);
  const cells = cellEstimates(plan, walked, { ...facts, lane });
  const total = addGuesses(
    cells.map((cell) => cell.total),
    true,
  );
  return {
    v: 1,
    ...{ runId: plan.runId, name: plan.config.name, model, lane, cells, total },
    savings: savingsOf(walked, facts, lane),
    ...{ wallSeconds, storage, machines, measured, prices, warnings },
  };
}

/** `auto` goes by batch where enough calls wait together. */
function laneOf({ config }: RunPlan, walked: WalkedCells, hasBatch: boolean): 'live' | 'batch' {
  const { lane, callsMin } = config.batch;
  if (!hasBatch || lane === 'live') return 'live';
  if (lane === 'batch') return 'batch';
  return sum(walked, ({ callsThatWait }) => BigInt(callsThatWait)) >= callsMin ? 'batch' : 'live';
}

function savingsOf(
  walked: WalkedCells,
  { unpriced, done, hasBatch }: EstimateFacts,
  lane: 'live' | 'batch',
): Savings {
  if (unpriced.size > 0) {
    return { ledger: undefined, promptCaching: undefined, batchLane: undefined };
  }
  const before = [...done.values()].reduce((a, b) => a + b, 0n);
  const expected = sum(walked, (work) => work[lane].expected.picoUsd);
  const [live, batch] = (['live', 'batch'] as const).map((name) =>
    sum(walked, (work) => work[name].expected.picoUsd),
  ) as [PicoUsd, PicoUsd];
  return {
    ledger: before + sum(walked, ({ ledgerPicoUsd }) => ledgerPicoUsd),
    promptCaching: sum(walked, ({ uncached }) => uncached[lane]) - expected,
    batchLane: hasBatch ? live - batch : undefined,
  };
}

function sum(walked: WalkedCells, of: (work: WalkedWork) => PicoUsd): PicoUsd {
  return [...walked.values()]
    .flatMap((phases) => [...phases.values()])
    .reduce((total, work) => total + of(work), 0n);
}
