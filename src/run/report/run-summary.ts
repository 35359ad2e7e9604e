import type { RunReport } from '../../contracts/report.ts';
import type { RunId } from '../../core/ids.ts';
import { readRunJudgings } from '../judging/judged-unit.ts';
import { readManifest } from '../manifest.ts';
import { addMoney, NO_MONEY } from './cell-report.ts';
import { type RunStores, readUnitCosts } from './unit-facts.ts';

/** A run in a line: what can be told without reading a single record. */
export interface RunSummary extends Pick<RunReport, 'runId' | 'name' | 'createdAt' | 'state'> {
  readonly cells: number;
  /** Decimal strings of pico-dollars. */
  readonly paidPicoUsd: string;
  readonly unknownPicoUsd: string;
}

export async function readRunSummary(stores: RunStores, runId: RunId): Promise<RunSummary> {
  const { name, createdAt, cells, units } = await readManifest(stores.store, runId);
  const marked = await readRunJudgings(stores.store, runId);
  let money = NO_MONEY;
  let state: RunReport['state'] = 'complete';
  for (const unit of units) {
    const { isDone, cost } = await readUnitCosts(stores, runId, { unit, ...marked });
    if (!isDone) state = 'incomplete';
    money = Object.values(cost).reduce(addMoney, money);
  }
  const { paidPicoUsd, unknownPicoUsd } = money;
  return { runId, name, createdAt, state, cells: cells.length, paidPicoUsd, unknownPicoUsd };
}
