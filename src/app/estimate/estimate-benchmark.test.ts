import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MeasuredUsage } from '../../contracts/measured-usage.ts';
import { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../cost/catalogue/shipped.ts';
import { MeasuredUsages } from '../../cost/estimate/measured-usage.ts';
import type { BenchmarkEstimateOptions } from './benchmark-contract.ts';
import { estimateBenchmark } from './estimate-benchmark.ts';

const catalogue = new Catalogue(shippedPrices(), '2026-11-24');
const nothing = new MeasuredUsages([]);

function estimate(options: Partial<BenchmarkEstimateOptions> = {}, measured = nothing) {
  return estimateBenchmark(catalogue, { set: 'paper', parallel: 8, ...options }, measured);
}

test('the paper’s main table: its contexts, questions and methods, and a sum of them', () => {
  const { contexts, questions, contextTokens, methods, total, pricedMoney } = estimate();
  assert.deepEqual(
    [contexts, questions, (contextTokens / 1e6).toFixed(1), methods.length],
    [130, 2_071, '26.6', 22],
  );
  assert.equal(
    methods.reduce((sum, { total: { money } }) => sum + (money?.expected ?? 0n), 0n),
    total.money?.expected,
  );
  assert.deepEqual(total.money, pricedMoney);
  const { contexts: rows, questions: asked } = estimate({ set: 'all', methods: ['bm25'] });
  assert.deepEqual([rows, asked], [146, 3_671]);
});

test('a query costs what the paper says, for gpt-4o-mini and for BM25', () => {
  // Table 17 is rounded: 0.01 is 0.005 to 0.015, 0.008 is 0.0075 to 0.0085, < 0.001 is below it.
  const figures = estimate().againstPaper.filter(({ what }) => what === 'usd');
  const checked = figures.filter(({ title }) => /^(GPT-4o-mini|BM25)/.test(title));
  assert.equal(checked.length, 8);
  for (const { title, dataset, paper, isBound, ours } of checked) {
    const half = paper >= 0.01 ? 0.005 : 0.0005;
    const text = `${title} on ${dataset}: ${ours.low} to ${ours.high}, paper ${paper}`;
    if (isBound) assert.ok(ours.expected < paper, text);
    else assert.ok(ours.low < paper + half && ours.high > paper - half, text);
  }
});

test('BM25 by hand on one dataset of the paper', () => {
  // 100 questions, chunks of 512: 268,023 / 524 + 45 tokens each, 10 of them with 4 of heading.
  const [bm25] = estimate({ methods: ['bm25'] }).methods;
  const { methods } = estimate({ methods: ['no-memory'] });
  const shown =
    (bm25?.query.uncachedTokens.expected ?? 0) - (methods[0]?.query.uncachedTokens.expected ?? 0);
  const chunk = (tokens: number, size: number): number =>
    10 * (tokens / Math.ceil(tokens / size) + 49);
  const K = 1_024;
  const byHand =
    100 * (chunk(202_015, 512) + chunk(421 * K, 512) + 2 * chunk(268_023, 512)) +
    300 * chunk(355 * K, 512) +
    500 * chunk(534 * K, 4_096) +
    100 * (chunk(106_350, 4_096) + chunk(105_556, 4_096) + 3 * chunk(103 * K, 4_096)) +
    200 * chunk(1_440 * K, 4_096) +
    100 * chunk(172 * K, 4_096) +
    71 * chunk(124 * K, 4_096);
  assert.ok(Math.abs(shown / byHand - 1) < 1e-9, `${shown}, not ${byHand}`);
});

test('answers that were measured go before the prior', () => {
  const spread = { count: 500, mean: 30, deviation: 0, p10: 30, p50: 30, p90: 30 };
  const row: MeasuredUsage = {
    ...{ model: 'gpt-4o-mini', dataset: 'eventqa_full', phase: 'answer', step: 'answer' },
    ...{ replies: 500, inputTokens: 1, cachedInputTokens: 0, cacheWriteTokens: 0 },
    ...{
      embeddedTokens: 0,
      cacheChances: 0,
      cacheHits: 0,
      outputTokens: spread,
      latencyMs: undefined,
    },
    ...{ lostAttempts: 0, refusedAttempts: 0 },
  };
  const output = (measured: MeasuredUsages): number =>
    estimate({ methods: ['bm25'] }, measured).methods[0]?.query.outputTokens.expected ?? 0;
  // 500 answers of 30 instead of 16 tokens.
  assert.equal(output(new MeasuredUsages([row])) - output(nothing), 500 * 14);
});

test('a model that the published code names stays; all others are the chosen one', () => {
  const { methods, warnings } = estimate({ model: 'gpt-4.1-mini' });
  const readers = Object.fromEntries(methods.map(({ title, reader }) => [title, reader]));
  assert.deepEqual(
    ['GPT-4o (128K)', 'BM25', 'RAPTOR', 'MIRIX (4o-mini)'].map((title) => readers[title]),
    ['gpt-4o', 'gpt-4.1-mini', 'gpt-4o-mini', 'gpt-4.1-mini'],
  );
  assert.ok(warnings.some((text) => text.includes('RAPTOR, Self-RAG read with gpt-4o-mini')));
});

test('without a price money is missing, never zero, and it is said', () => {
  const empty = new Catalogue([], '2026-11-24');
  const options = { set: 'paper', parallel: 8, methods: ['bm25'] } as const;
  const { methods, total, warnings } = estimateBenchmark(empty, options, nothing);
  assert.deepEqual([methods[0]?.total.money, total.money], [undefined, undefined]);
  assert.match(warnings.join('\n'), /gpt-4o-mini has no price: its money is missing/);
});

test('names that nobody knows are refused with the nearest', () => {
  assert.throws(() => estimate({ methods: ['memo0'] }), {
    code: 'METHOD_UNKNOWN',
    hint: /mem0/,
  });
  assert.throws(() => estimate({ model: 'gpt-4o-mino' }), {
    code: 'MODEL_UNKNOWN',
    hint: /gpt-4o-mini/,
  });
});
