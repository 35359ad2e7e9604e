import type { Guess, WorkGuess } from '../../contracts/estimate.ts';
import type { Limit } from '../../contracts/limits.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import { known, product, sum, times } from '../../cost/estimate/guesses.ts';
import { embeddingLatencyPrior, latencyPrior } from '../../cost/estimate/latency-prior.ts';
import { limitTokens, type WallWork } from '../../cost/estimate/wall-time.ts';

/** A model with what bounds the calls to it. */
export interface TimedModel {
  readonly model: string;
  readonly limits: readonly Limit[];
}

export interface TimedReader extends TimedModel {
  /** Of an answer, measured, in ms. */
  readonly latencyMs: (dataset: string) => Guess | undefined;
}

export interface TimedEmbedder extends TimedModel {
  /** The most texts of a request. */
  readonly batchMax: number;
}

/** What one phase of one cell asks for, and whom. */
export interface PhaseWork {
  readonly phase: Phase;
  readonly dataset: string;
  readonly work: WorkGuess;
  /** Of a cell, that have not committed. */
  readonly units: number;
  /** Of an answer. */
  readonly outputMax: number;
  readonly reader: TimedReader;
  /** Undefined where there is none, or it is on this machine. */
  readonly embedder: TimedEmbedder | undefined;
}

/** What one phase of one cell asks of each limit, and how long its calls are under way. */
export function phaseWorks(one: PhaseWork): WallWork[] {
  return [...chatWorks(one), ...embeddingWorks(one)];
}

function chatWorks({ phase, dataset, work, outputMax, reader }: PhaseWork): WallWork[] {
  const calls = work.calls.expected;
  if (calls === 0) return [];
  const uncached = sum([work.uncachedTokens, work.cacheWriteTokens]);
  const inputTokens = (uncached.expected + work.cachedTokens.expected) / calls;
  const outputTokens = work.outputTokens.expected / calls;
  const measured = phase === 'answer' ? reader.latencyMs(dataset) : undefined;
  const counts = { uncached, cached: work.cachedTokens, output: work.outputTokens };
  return perLimit(reader.limits, {
    calls: work.calls,
    latencySeconds: measured
      ? times(measured, 1e-3)
      : latencyPrior(reader.model, { inputTokens, outputTokens }),
    tokens: ({ counting }) => limitTokens(counting, { ...counts, outputMax: calls * outputMax }),
  });
}

/** Each question is a request of its own; a unit's other texts go in requests of `batchMax`. */
function embeddingWorks({ phase, work, units, embedder }: PhaseWork): WallWork[] {
  const texts = work.embeddedTexts.expected;
  if (texts === 0 || !embedder) return [];
  const requests =
    phase === 'retrieve'
      ? texts
      : Math.min(texts, Math.max(units, Math.ceil(texts / embedder.batchMax)));
  return perLimit(embedder.limits, {
    calls: known(requests),
    latencySeconds: embeddingLatencyPrior(work.embeddedTokens.expected / requests),
    tokens: () => work.embeddedTokens,
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
      limitSeconds: times(
        product(calls, latencySeconds),
        1 / (limit.concurrency?.max ?? Number.POSITIVE_INFINITY),
      ),
    })),
  ];
}
