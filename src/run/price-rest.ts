import type { DatasetSource } from '../contracts/dataset.ts';
import type { CallsPrice, PricingGateway } from '../contracts/gateway.ts';
import type { BlobStore } from '../contracts/store.ts';
import type { Answered } from './judging/ask-panel.ts';
import { committedAnswers, type JudgingWalk, walkPanel } from './judging/walk-judging.ts';
import type { RunPlan } from './run-plan.ts';
import { type PendingUnits, type UnitWork, unitWork } from './run-units.ts';
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
  readonly store: BlobStore;
  /** Absent: nobody marks the answers. */
  readonly judging?: JudgingWalk | undefined;
}

/**
 * Walks units as they would be run, without a call: what the ledger has is free, what it lacks is
 * added up.
 *
 * @throws the signal's reason.
 */
export async function priceRest(
  plan: RunPlan,
  { units, answered }: PendingUnits,
  source: DatasetSource,
  options: PriceRestOptions,
): Promise<RestPrice> {
  const openQuestions = new Map<string, number>();
  const isAnswered: IsAnswered = ({ unitId }) => answered.has(unitId);
  for await (const work of unitWork(plan, units, source, isAnswered)) {
    options.signal.throwIfAborted();
    const { cellId } = work.unit.cell;
    const open = (openQuestions.get(cellId) ?? 0) + (await walk(work, { ...options, isAnswered }));
    openQuestions.set(cellId, open);
  }
  return { calls: options.pricing.prices(), openQuestions };
}

type IsAnswered = (unit: UnitWork['unit']) => boolean;

/** @returns how many of the unit's questions are open. */
async function walk(
  work: UnitWork,
  options: PriceRestOptions & { readonly isAnswered: IsAnswered },
): Promise<number> {
  const { unit, row } = work;
  const { pricing, signal, judging, store } = options;
  const marked = judging?.pending.get(unit.unitId);
  try {
    const { answers, open } =
      marked && options.isAnswered(unit)
        ? { answers: await committedAnswers(marked, row, store), open: 0 }
        : await walkAnswers(work, options);
    if (!judging || !marked) return open;
    const asking = { plan: judging.plan, gateway: pricing };
    return open + (await walkPanel(marked, row, answers, asking)).length;
  } catch {
    // Whatever it was, a memory that lacks a vector most likely: no question could be looked at.
    signal.throwIfAborted();
    return unit.questions;
  }
}

async function walkAnswers(
  { unit, row, chunks }: UnitWork,
  options: PriceRestOptions,
): Promise<{ readonly answers: readonly Answered[]; readonly open: number }> {
  const { pricing } = options;
  const { unitId, trial, cell } = unit;
  const walking = { ...options, gateway: pricing, onEvent: () => undefined };
  const { questions } = await runUnit(unit, row, chunks, walking);
  const open = questions.filter(
    ({ at, error }) => error?.code === 'NOT_BOUGHT' || pricing.isOpen({ unitId, trial, at }),
  );
  const longest = longestReply(cell.dataset.maxOutputTokens);
  return {
    answers: questions.flatMap(({ question, answer }) => {
      if (!answer) return [];
      return answer.text === '' ? { question, ...longest } : { question, reply: answer.text };
    }),
    open: open.length,
  };
}

/** Six tokens of o200k_base. */
const SENTENCE = ' Nobody has said this yet.';

/** Stands in for an answer that nobody has bought, as long as it may be. */
function longestReply(tokens: number): Pick<Answered, 'reply' | 'standIn'> {
  const count = Math.ceil(tokens / 6);
  return {
    reply: SENTENCE.repeat(count).trim(),
    standIn: { low: 0, expected: 6 * count, high: 6 * count },
  };
}
