import type { Guess, MoneyGuess } from '../../../src/contracts/estimate.ts';
import { Catalogue } from '../../../src/cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../../src/cost/catalogue/shipped.ts';
import { findFormula } from '../../../src/cost/estimate/formula-catalog.ts';
import { known } from '../../../src/cost/estimate/guesses.ts';
import {
  type EstimatedContexts,
  estimateMethod,
} from '../../../src/cost/estimate/method-estimate.ts';
import {
  type ContextFacts,
  keptFacts,
  type MethodFormula,
  type MethodWork,
} from '../../../src/cost/estimate/method-formula.ts';
import { judgeWork } from '../../../src/cost/estimate/methods/judge.ts';
import { selfRagWork } from '../../../src/cost/estimate/methods/self-rag.ts';
import { outputPrior } from '../../../src/cost/estimate/output-prior.ts';
import { addWork, embedderWork, readerWork } from '../../../src/cost/estimate/price-work.ts';
import { BATCH_PERCENT, findModelPrice, type ModelPrice } from '../../../src/cost/model-prices.ts';
import { tokenPrice } from '../../../src/cost/token-price.ts';
import { cachingCost } from '../bench/caching-formula.ts';
import {
  CACHING_TOTALS,
  type CachingTotal,
  DOCUMENT_DAY,
  METHOD_TOTALS,
  type MethodTotal,
  OTHER_TOTALS,
} from './price-document-totals.ts';

/** A total of the document beside ours, in US dollars. */
export interface ComparedTotal {
  readonly what: string;
  /** As it is printed there. */
  readonly stated: string;
  /** With the sizes that the document takes, at the prices that this release ships. */
  readonly recomputed: number;
  /** As an estimate has it, which knows none of these sizes; absent for what it does not tell. */
  readonly estimated?: Guess;
  readonly why: string;
}

const PICO = 1e12;
const catalogue = new Catalogue(shippedPrices(), DOCUMENT_DAY);

/** One context of 64K with 100 questions, as the document has it. */
const SCENE: ContextFacts = {
  ...{ contextTokens: 65_536, chunkTokens: 4_096, questions: 100, questionTokens: 300 },
  ...{ outputTokens: 40, topK: 10, windowTokens: 124_000 },
};

/** Whether a figure is what is stated, to the last digit that is printed there. */
export function isAsStated(ours: number, stated: string): boolean {
  const digits = stated.split('.')[1]?.length ?? 0;
  return Math.abs(ours - Number(stated)) <= 0.5 * 10 ** -digits + 1e-9;
}

/** Every total of the document that a formula of ours can be asked for. */
export function comparedTotals(): readonly ComparedTotal[] {
  return [...METHOD_TOTALS.map(methodTotal), ...OTHER_TOTALS.map(otherTotal)];
}

function methodTotal(total: MethodTotal): ComparedTotal {
  const { what, stated, why, id, reader = 'gpt-4o-mini' } = total;
  const formula = formulaOf(id);
  const embedder = formula.hardCoded?.embedder ?? 'text-embedding-3-small';
  const parts = {
    ...{ formula, dropsOldText: true },
    reader: { name: reader, vendor: 'openai', price: tokenPrice(priceOf(reader)) },
    embedder: { name: embedder, price: tokenPrice(priceOf(embedder)) },
  };
  const facts = { ...SCENE, contexts: 1, outputTokens: answersOf('eventqa', reader) };
  return {
    ...{ what, stated, why },
    recomputed: recomputed(total, { formula, reader, embedder }),
    estimated: dollarsOf(estimateMethod(parts, facts).total.money),
  };
}

function recomputed(
  { relevantShare, cacheShare = 0 }: MethodTotal,
  { formula, reader, embedder }: { formula: MethodFormula; reader: string; embedder: string },
): number {
  const facts = keptFacts(formula, SCENE);
  const work =
    relevantShare === undefined ? formula.work(facts) : selfRagWork(facts, { relevantShare });
  const texts = { texts: known(work.embedded > 0 ? 1 : 0), tokens: known(work.embedded) };
  return dollarsOf(
    addWork(
      readerWork(sameTokens(work, cacheShare), tokenPrice(priceOf(reader))),
      embedderWork(texts, tokenPrice(priceOf(embedder))),
    ).money,
  ).expected;
}

function sameTokens(work: MethodWork, cacheShare: number) {
  const cached = (work.cacheable ?? 0) * cacheShare;
  const tokens = {
    calls: work.buildCalls + work.queryCalls,
    uncached: work.buildInput + work.queryInput - cached,
    ...{ cached, cacheWrite: 0, output: work.buildOutput + work.queryOutput },
  };
  return { low: tokens, expected: tokens, high: tokens };
}

function otherTotal(total: (typeof OTHER_TOTALS)[number]): ComparedTotal {
  const { what, stated, why } = total;
  if (total.judge !== undefined) {
    const work = judgeWork(total.judge, { questions: 1 });
    const { money } = readerWork(sameTokens(work, 0), tokenPrice(priceOf('gpt-4o')));
    return { what, stated, why, recomputed: dollarsOf(money).expected };
  }
  const one = { count: 500, prefixTokens: total.promptTokens, ownTokens: 0, outputTokens: 40 };
  const facts: EstimatedContexts = {
    ...{ ...SCENE, contextTokens: total.contextTokens, questionTokens: 265, contexts: 5 },
    outputTokens: answersOf('eventqa', 'gpt-4o'),
  };
  const reader = { name: 'gpt-4o', vendor: 'openai', price: tokenPrice(priceOf('gpt-4o')) };
  const parts = { formula: formulaOf('long-context'), reader, embedder: undefined };
  return {
    ...{ what, stated, why },
    recomputed: cachingCost(one, priceOf('gpt-4o'), undefined),
    estimated: dollarsOf(estimateMethod({ ...parts, dropsOldText: true }, facts).total.money),
  };
}

/** A line of the document's table of caching and batches, and ours in the same order. */
export interface ComparedCaching {
  readonly total: CachingTotal;
  readonly recomputed: readonly number[];
}

/** Five contexts of 65,000 tokens: no cache, one miss a context, a tenth missed, and by batch. */
export function comparedCaching(): readonly ComparedCaching[] {
  return CACHING_TOTALS.map((total) => {
    const price = priceOf(total.model);
    const batch = (price.batchPercent ?? BATCH_PERCENT) / 100;
    const sizes = { prefixTokens: 64_768, ownTokens: 232, outputTokens: 40 };
    const cost = (missShare: number | undefined): number => {
      const { questions: count } = total;
      const misses = missShare === undefined ? undefined : 1 + (count - 1) * missShare;
      return 5 * cachingCost({ ...sizes, count }, price, misses);
    };
    const both = catalogue.model(total.model)?.batchCaching === true ? [batch * cost(0)] : [];
    return {
      total,
      recomputed: [cost(undefined), cost(0), cost(0.1), batch * cost(undefined), ...both],
    };
  });
}

function answersOf(family: string, model: string): Guess {
  return outputPrior({ model, family, step: 'answer', maxOutputTokens: SCENE.outputTokens });
}

function dollarsOf(money: MoneyGuess | undefined): Guess {
  const of = (bound: keyof Guess): number => (money ? Number(money[bound]) / PICO : Number.NaN);
  return { low: of('low'), expected: of('expected'), high: of('high') };
}

function formulaOf(id: string): MethodFormula {
  const formula = findFormula(id);
  if (!formula) throw new Error(`There is no formula ${id}.`);
  return formula;
}

function priceOf(model: string): ModelPrice {
  const price = findModelPrice(model, catalogue);
  if (!price) throw new Error(`${model} has no price.`);
  return price;
}
