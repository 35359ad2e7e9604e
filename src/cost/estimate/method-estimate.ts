import type { Guess, WorkGuess } from '../../contracts/estimate.ts';
import type { TokenPrice } from '../token-price.ts';
import { known, NOTHING, times } from './guesses.ts';
import { latencyPrior } from './latency-prior.ts';
import {
  type ContextFacts,
  chunksOf,
  keptFacts,
  type MethodFormula,
  type MethodWork,
  REACH,
} from './method-formula.ts';
import { cacheSharePrior, tokenRatioPrior } from './output-prior.ts';
import {
  addWork,
  embedderWork,
  NO_WORK_GUESS,
  type PricedTokens,
  readerWork,
} from './price-work.ts';
import type { WallWork } from './wall-time.ts';

/** Who reads, or embeds; the price is undefined where none is known. */
export interface PricedModel {
  readonly name: string;
  readonly price: TokenPrice | undefined;
}

/** What one method is estimated with. */
export interface MethodParts {
  readonly formula: MethodFormula;
  readonly reader: PricedModel & { readonly vendor: string };
  /** Undefined where texts are embedded on a machine of one’s own: nobody bills tokens. */
  readonly embedder: PricedModel | undefined;
  /** The published code drops what its methods cannot take; our own do not. */
  readonly dropsOldText: boolean;
}

/** Contexts of one dataset, all alike; `outputTokens` with its own uncertainty. */
export interface EstimatedContexts extends Omit<ContextFacts, 'outputTokens'> {
  readonly contexts: number;
  readonly outputTokens: Guess;
}

/** Of all contexts together. */
export interface MethodEstimate {
  readonly build: WorkGuess;
  readonly embedding: WorkGuess;
  readonly query: WorkGuess;
  readonly total: WorkGuess;
  /** For `wallSeconds`; the caller knows the limits. */
  readonly walls: readonly Pick<WallWork, 'calls' | 'latencySeconds' | 'inARow'>[];
  /** Seconds of one query, its calls one after another. */
  readonly querySeconds: Guess;
}

const BOUNDS = ['low', 'expected', 'high'] as const;
type Bound = (typeof BOUNDS)[number];

/** What a method comes to on contexts that are alike, by its formula and the priors. */
export function estimateMethod(parts: MethodParts, facts: EstimatedContexts): MethodEstimate {
  const at = (bound: Bound): MethodWork => workAt(parts, facts, facts.outputTokens[bound]);
  const work = { low: at('low'), expected: at('expected'), high: at('high') };
  const { price } = parts.reader;
  const build = readerWork(
    each((bound) => buildTokens(parts, facts, work[bound], bound)),
    price,
  );
  const query = readerWork(
    each((bound) => queryTokens(parts, facts, work[bound], bound)),
    price,
  );
  const embedding = embeddingWork(parts, facts, work.expected);
  const { walls, querySeconds } = latencies(parts, work.expected, {
    ...{ build, query, questions: facts.questions },
  });
  const total = addWork(addWork(build, embedding), query);
  return { build, embedding, query, total, walls, querySeconds };
}

function each<T>(of: (bound: Bound) => T): Readonly<Record<Bound, T>> {
  return { low: of('low'), expected: of('expected'), high: of('high') };
}

function workAt(
  { formula, dropsOldText }: MethodParts,
  facts: EstimatedContexts,
  outputTokens: number,
): MethodWork {
  const { contexts: _, ...others } = facts;
  const one: ContextFacts = { ...others, outputTokens };
  return formula.work(dropsOldText ? keptFacts(formula, one) : one);
}

/** How many times the formula’s tokens a bound has. */
function factor({ formula, reader }: MethodParts, contexts: number, bound: Bound): number {
  const reach = { ...REACH[formula.confidence], expected: 1 }[bound];
  return contexts * reach * tokenRatioPrior(reader.name)[bound];
}

function buildTokens(
  parts: MethodParts,
  { contexts }: EstimatedContexts,
  work: MethodWork,
  bound: Bound,
): PricedTokens {
  const more = factor(parts, contexts, bound);
  return {
    calls: work.buildCalls * contexts,
    ...{ uncached: work.buildInput * more, cached: 0, cacheWrite: 0 },
    output: work.buildOutput * more,
  };
}

/** What is dear comes together: few hits of the cache, and long answers. */
function queryTokens(
  parts: MethodParts,
  { contexts, questions }: EstimatedContexts,
  work: MethodWork,
  bound: Bound,
): PricedTokens {
  const more = factor(parts, contexts, bound);
  const share = cacheSharePrior(parts.reader.vendor, parts.reader.name);
  const { low, expected, high } = share;
  const hits = { low: high, expected, high: low }[bound];
  const cacheable = work.cacheable ?? 0;
  const cached = cacheable * hits * more;
  // Anthropic bills the first prefix of a context as a write.
  const writes = parts.reader.vendor === 'anthropic' && cacheable > 0;
  const cacheWrite = writes ? (cacheable / Math.max(1, questions - 1)) * more : 0;
  return {
    calls: work.queryCalls * contexts,
    uncached: Math.max(0, work.queryInput * more - cached - cacheWrite),
    ...{ cached, cacheWrite },
    output: work.queryOutput * more,
  };
}

function embeddingWork(
  { formula, embedder }: MethodParts,
  facts: EstimatedContexts,
  work: MethodWork,
): WorkGuess {
  if (work.embedded === 0 || embedder === undefined) return NO_WORK_GUESS;
  const ratio = tokenRatioPrior(embedder.name);
  const reach = REACH[formula.confidence];
  const tokens = work.embedded * facts.contexts;
  const { n } = chunksOf({ ...facts, outputTokens: 0 });
  return embedderWork(
    {
      // At least: methods that extract embed each fact besides.
      texts: known((n + facts.questions) * facts.contexts),
      tokens: {
        low: tokens * ratio.low * reach.low,
        expected: tokens * ratio.expected,
        high: tokens * ratio.high * reach.high,
      },
    },
    embedder.price,
  );
}

function latencies(
  { formula, reader }: MethodParts,
  work: MethodWork,
  { build, query, questions }: Readonly<{ build: WorkGuess; query: WorkGuess; questions: number }>,
): Pick<MethodEstimate, 'walls' | 'querySeconds'> {
  const ofCall = (calls: number, input: number, output: number): Guess =>
    calls === 0
      ? NOTHING
      : latencyPrior(reader.name, { inputTokens: input / calls, outputTokens: output / calls });
  const buildCall = ofCall(work.buildCalls, work.buildInput, work.buildOutput);
  const queryCall = ofCall(work.queryCalls, work.queryInput, work.queryOutput);
  return {
    walls: [
      {
        ...{ calls: build.calls, latencySeconds: buildCall },
        ...(formula.ordered ? { inARow: work.buildCalls } : {}),
      },
      { calls: query.calls, latencySeconds: queryCall },
    ],
    querySeconds: times(queryCall, work.queryCalls / questions),
  };
}
