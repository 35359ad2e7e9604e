import type { CellEstimate, Guess, WorkGuess } from '../../contracts/estimate.ts';
import type { Limit } from '../../contracts/limits.ts';
import { known, sum, times } from '../../cost/estimate/guesses.ts';
import { embeddingLatencyPrior, latencyPrior } from '../../cost/estimate/latency-prior.ts';
import { NO_WORK_GUESS } from '../../cost/estimate/price-work.ts';
import { storageBytes } from '../../cost/estimate/storage.ts';
import { limitTokens, type WallWork, wallSeconds } from '../../cost/estimate/wall-time.ts';
import type { RunPlan } from '../run-plan.ts';
import { sum as sumWork } from './cell-estimates.ts';

/** A model with what bounds the calls to it. */
export interface TimedModel {
  readonly model: string;
  readonly limits: readonly Limit[];
}

export interface TimedChatModel extends TimedModel {
  /** Measured, in ms. */
  readonly latencyMs: (dataset: string) => Guess | undefined;
}

/** The chat models of a run; every judge is asked as often as every other. */
export interface TimedChatModels {
  readonly reader: TimedChatModel;
  readonly judges: readonly TimedChatModel[];
}

/** Embedders of a run, by the name in the configuration; local ones have no place in it. */
export type TimedEmbedders = ReadonlyMap<string, TimedModel & { readonly batchMax: number }>;

/** Seconds under the configured limits, apart from the work of this machine. */
export function runSeconds(
  plan: RunPlan,
  cells: readonly CellEstimate[],
  { reader, judges }: TimedChatModels,
  embedders: TimedEmbedders,
): Guess {
  const works = cells.flatMap((cell) => {
    const planned = plan.cells.find(({ cellId }) => cellId === cell.cellId);
    const embedder = embedders.get(planned?.embedder?.name ?? '');
    const outputMax = planned?.dataset.maxOutputTokens ?? 0;
    return [
      ...chatWorks({ ...readerWork(cell), outputMax }, reader),
      ...judges.flatMap((judge) => chatWorks(judgeWork(cell, judges.length), judge)),
      ...(embedder ? embeddingWorks(cell, embedder) : []),
    ];
  });
  return wallSeconds(works, plan.config.concurrency);
}

/** Calls of one cell to one model. */
interface ChatWork {
  readonly dataset: string;
  readonly total: WorkGuess;
  /** Most tokens that a call asks for. */
  readonly outputMax: number;
}

function readerWork({ dataset, phases }: CellEstimate): Omit<ChatWork, 'outputMax'> {
  const { judge: _, ...own } = phases;
  return { dataset, total: sumWork(Object.values(own)) };
}

/** As the verdicts of `src/bench/judges` ask for; those with reasons for twice as much. */
const VERDICT_TOKENS = 2_048;

function judgeWork({ dataset, phases }: CellEstimate, judges: number): ChatWork {
  const { judge = NO_WORK_GUESS } = phases;
  const share = (guess: Guess): Guess => times(guess, 1 / judges);
  const total = {
    ...judge,
    calls: share(judge.calls),
    uncachedTokens: share(judge.uncachedTokens),
    cachedTokens: share(judge.cachedTokens),
    cacheWriteTokens: share(judge.cacheWriteTokens),
    outputTokens: share(judge.outputTokens),
  };
  return { dataset, total, outputMax: VERDICT_TOKENS };
}

function chatWorks(
  { total, dataset, outputMax }: ChatWork,
  { model, limits, latencyMs }: TimedChatModel,
): WallWork[] {
  const calls = total.calls.expected;
  if (calls === 0) return [];
  const uncached = sum([total.uncachedTokens, total.cacheWriteTokens]);
  const inputTokens = (uncached.expected + total.cachedTokens.expected) / calls;
  const outputTokens = total.outputTokens.expected / calls;
  const measured = latencyMs(dataset);
  const work = { uncached, cached: total.cachedTokens, output: total.outputTokens };
  return perLimit(limits, {
    calls: total.calls,
    latencySeconds: measured
      ? times(measured, 1e-3)
      : latencyPrior(model, { inputTokens, outputTokens }),
    tokens: ({ counting }) => limitTokens(counting, { ...work, outputMax: calls * outputMax }),
  });
}

function embeddingWorks(
  { total }: CellEstimate,
  { limits, batchMax }: TimedModel & { readonly batchMax: number },
): WallWork[] {
  const texts = total.embeddedTexts.expected;
  if (texts === 0) return [];
  const requests = Math.ceil(texts / batchMax);
  return perLimit(limits, {
    calls: known(requests),
    latencySeconds: embeddingLatencyPrior(total.embeddedTokens.expected / requests),
    tokens: () => total.embeddedTokens,
  });
}

/** Time is spent once, however many limits hold. */
function perLimit(
  limits: readonly Limit[],
  {
    calls,
    latencySeconds,
    tokens,
  }: { calls: Guess; latencySeconds: Guess; tokens: (limit: Limit) => Guess },
): WallWork[] {
  const first: WallWork = { calls, latencySeconds, limitTokens: known(0), limitName: '' };
  return [
    first,
    ...limits.map((limit) => ({
      ...{ calls, latencySeconds: known(0), limitTokens: tokens(limit), limitName: limit.name },
      requestsPerMinute: limit.requestsPerMinute,
      tokensPerMinute: limit.tokensPerMinute,
    })),
  ];
}

/** Bytes that the run leaves behind. */
export function runBytes(
  plan: RunPlan,
  cells: readonly CellEstimate[],
  dimensionsOf: (embedder: string) => number,
): Guess {
  const guesses = cells.map((cell) => {
    const planned = plan.cells.find(({ cellId }) => cellId === cell.cellId);
    const options = planned?.options as { readonly topK?: number } | undefined;
    return storageBytes({
      units: plan.units.filter((unit) => unit.cell.cellId === cell.cellId).length,
      ...{ questions: cell.questions, calls: cell.total.calls.expected },
      itemsShown: cell.questions * (options?.topK ?? 1),
      outputTokens: cell.total.outputTokens.expected,
      embeddedTexts: cell.total.embeddedTexts.expected,
      dimensions: dimensionsOf(planned?.embedder?.name ?? ''),
    });
  });
  const fixed = storageBytes(NOTHING_STORED);
  // What a run has once was counted for each cell.
  return sum([...guesses, times(fixed, 1 - guesses.length)]);
}

const NOTHING_STORED = {
  ...{ units: 0, questions: 0, itemsShown: 0, calls: 0, outputTokens: 0, embeddedTexts: 0 },
  dimensions: 0,
};
