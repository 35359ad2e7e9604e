import type { DatasetSource } from '../contracts/dataset.ts';
import type { CallsPrice, PricingGateway } from '../contracts/gateway.ts';
import type { RunPlan } from './run-plan.ts';
import { type UnitWork, unitWork } from './run-units.ts';
import { runUnit, type UnitRunnerOptions } from './unit-runner.ts';

/** What finishing some units would cost. */
export interface RestPrice {
  /** By cell. */
  readonly calls: ReadonlyMap<string, CallsPrice>;
  /**
   * By cell: questions that ask for more once there are replies which nobody has bought. That comes
   * on top.
   */
  readonly openQuestions: ReadonlyMap<string, number>;
}

export interface PriceRestOptions extends Omit<UnitRunnerOptions, 'gateway' | 'onEvent'> {
  readonly pricing: PricingGateway;
  readonly signal: AbortSignal;
}

/**
 * Walks units as they would be run, without a call: what the ledger has is free, what it lacks is
 * added up.
 *
 * @param pending  Those that have not committed.
 * @throws the signal's reason.
 */
export async function priceRest(
  plan: RunPlan,
  pending: UnitWork['unit'][],
  source: DatasetSource,
  options: PriceRestOptions,
): Promise<RestPrice> {
  const openQuestions = new Map<string, number>();
  for await (const work of unitWork(plan, pending, source)) {
    options.signal.throwIfAborted();
    const { cellId } = work.unit.cell;
    const open = (openQuestions.get(cellId) ?? 0) + (await walk(work, options));
    openQuestions.set(cellId, open);
  }
  return { calls: options.pricing.prices(), openQuestions };
}

/** @returns how many of the unit's questions are open. */
async function walk({ unit, row, chunks }: UnitWork, options: PriceRestOptions): Promise<number> {
  const { pricing, signal } = options;
  const { unitId, trial } = unit;
  const walking = { ...options, gateway: pricing, onEvent: () => undefined };
  try {
    const { questions } = await runUnit(unit, row, chunks, walking);
    return questions.filter(
      ({ at, error }) => error?.code === 'NOT_BOUGHT' || pricing.isOpen({ unitId, trial, at }),
    ).length;
  } catch {
    // Whatever it was, a memory that lacks a vector most likely: no question could be looked at.
    signal.throwIfAborted();
    return unit.questions;
  }
}
