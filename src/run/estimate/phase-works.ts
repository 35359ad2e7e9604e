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

export interface TimedChatModel extends TimedModel {
  /** Of an answer, or of a judge’s verdict, measured, in ms. */
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
  readonly reader: TimedChatModel;
  /** Each is asked as often as every other. */
  readonly judges: readonly TimedChatModel[];
  /** Undefined where there is none, or it is on this machine. */
  readonly embedder: TimedEmbedder | undefined;
}

/** What one phase of one cell asks of each limit, and how long its calls are under way. */
export function phaseWorks(one: PhaseWork): WallWork[] {
  const { phase, dataset, work, outputMax, reader, judges } = one;
  if (phase === 'judge') {
    const share = shareOf(work, judges.length);
    const asked = { dataset, work: share, outputMax: VERDICT_TOKENS, isMeasured: true };
    return judges.flatMap((judge) => chatWorks(asked, judge));
  }
  const asked = { dataset, work, outputMax, isMeasured: phase === 'answer' };
  return [...chatWorks(asked, reader), ...embeddingWorks(one)];
}

/** As the verdicts of `src/bench/judges` ask for; those with reasons for twice as much. */
const VERDICT_TOKENS = 2_048;

function shareOf(work: WorkGuess, judges: number): WorkGuess {
  const share = (guess: Guess): Guess => times(guess, 1 / judges);
  return {
    ...work,
    calls: share(work.calls),
    uncachedTokens: share(work.uncachedTokens),
    cachedTokens: share(work.cachedTokens),
    cacheWriteTokens: share(work.cacheWriteTokens),
    outputTokens: share(work.outputTokens),
  };
}

/** Calls of one phase to one model. */
interface ChatWork extends Pick<PhaseWork, 'dataset' | 'work' | 'outputMax'> {
  /** Whether they are of the kind whose time is measured. */
  readonly isMeasured: boolean;
}

function chatWorks(
  { dataset, work, outputMax, isMeasured }: ChatWork,
  { model, limits, latencyMs }: TimedChatModel,
): WallWork[] {
  const calls = work.calls.expected;
  if (calls === 0) return [];
  const uncached = sum([work.uncachedTokens, work.cacheWriteTokens]);
  const inputTokens = (uncached.expected + work.cachedTokens.expected) / calls;
  const outputTokens = work.outputTokens.expected / calls;
  const measured = isMeasured ? latencyMs(dataset) : undefined;
  const counts = { uncached, cached: work.cachedTokens, output: work.outputTokens };
  return perLimit(limits, {
    calls: work.calls,
    latencySeconds: measured
      ? times(measured, 1e-3)
      : latencyPrior(model, { inputTokens, outputTokens }),
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
