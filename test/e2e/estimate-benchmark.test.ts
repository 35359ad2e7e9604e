import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  BenchmarkEstimate,
  BenchmarkEstimateOptions,
  BenchmarkMethod,
} from '../../src/app/estimate/benchmark-contract.ts';
import type { Guess, MoneyGuess, WorkGuess } from '../../src/contracts/estimate.ts';
import { mab } from './cli-world.ts';

const guess = (low: number, expected: number, high: number): Guess => ({ low, expected, high });
const none = guess(0, 0, 0);
const usd = (low: number, expected: number, high: number): MoneyGuess => ({
  low: BigInt(low) * 10n ** 12n,
  expected: BigInt(expected) * 10n ** 12n,
  high: BigInt(high) * 10n ** 12n,
});

function work(changes: Partial<WorkGuess>): WorkGuess {
  return {
    ...{ calls: none, embeddedTexts: none, uncachedTokens: none, cachedTokens: none },
    ...{ cacheWriteTokens: none, outputTokens: none, embeddedTokens: none },
    ...{ money: usd(0, 0, 0), ...changes },
  };
}

const paid = work({
  calls: guess(1, 2, 3),
  money: usd(1, 2, 4),
  uncachedTokens: guess(0, 3e6, 9e6),
});
const unpriced = work({ calls: guess(1, 1, 1), money: undefined });

const METHOD: BenchmarkMethod = {
  ...{ title: 'Zep', formula: 'zep', reader: 'gpt-4o-mini', embedder: undefined },
  ...{ confidence: 'low', build: work({}), embedding: work({}), query: paid, judge: work({}) },
  ...{ total: paid, wallSeconds: guess(1, 5_400, 9_000) },
};

const ESTIMATE: BenchmarkEstimate = {
  ...{ v: 1, set: 'paper', contexts: 130, questions: 2_071, contextTokens: 26_606_287 },
  ...{ judge: 'gpt-4o', total: unpriced, pricedMoney: usd(1, 2, 4), prices: [] },
  methods: [
    METHOD,
    {
      ...METHOD,
      ...{ title: 'Contriever', formula: 'dense', embedder: 'local', confidence: 'high' },
      ...{ query: unpriced, total: unpriced },
    },
  ],
  againstPaper: [
    {
      ...{ what: 'usd', title: 'BM25', dataset: 'icl', paper: 0.001, isBound: true },
      ours: guess(0.0008, 0.00086, 0.0009),
    },
  ],
  warnings: ['Zep bills episodes.'],
};

const TEXT = `MemoryAgentBench, the paper’s main table: 130 contexts, 2,071 questions, 26.6 M tokens, \
2 methods. No data was read.

method      reader       build   vectors  queries   judge  total     from      to        input  hours  trust
Zep         gpt-4o-mini  at Zep  –        $2.00     $0.00  $2.00     $1.00     $4.00     3.0 M  1.5    low
Contriever  gpt-4o-mini  –       own GPU  no price  $0.00  no price  no price  no price  0.0 M  1.5    high

Total of the 1 that have a price: $2.00 ($1.00 to $4.00).

Judge: gpt-4o. Input: tokens that readers read, cached ones too. Hours: with no limits but \
the calls in flight, methods one after another.

one query  dataset  paper      estimate  from      to
BM25       icl      < $0.0010  $0.00086  $0.00080  $0.00090

note: Zep bills episodes.
`;

async function estimate(args: readonly string[]) {
  const given: BenchmarkEstimateOptions[] = [];
  const result = await mab(['estimate', ...args], {
    estimates: async () => ({
      estimateRun: () => Promise.reject(new Error('not asked for')),
      forecastRun: () => Promise.reject(new Error('not asked for')),
      estimateBenchmark: async (options) => {
        given.push(options);
        return ESTIMATE;
      },
    }),
  });
  return { ...result, given };
}

test('the whole benchmark is estimated without a configuration', async () => {
  const { code, stdout, given } = await estimate(['--benchmark']);
  // A method has no price, so that the total is not known.
  assert.deepEqual([code, stdout], [3, TEXT]);
  assert.deepEqual(given, [
    { set: 'paper', methods: undefined, model: undefined, embedder: undefined, parallel: 8 },
  ]);
});

test('methods, models and calls in flight are handed on, and JSON has all', async () => {
  const flags = ['--methods', 'bm25,mem0', '--model', 'm', '--embedder', 'e', '--parallel', '3'];
  const { stdout, given } = await estimate(['--benchmark', 'all', ...flags, '--json']);
  assert.deepEqual(given, [
    { set: 'all', methods: ['bm25', 'mem0'], model: 'm', embedder: 'e', parallel: 3 },
  ]);
  assert.equal(JSON.parse(stdout).pricedMoney.expected, '2000000000000');
});

test('neither a configuration nor the benchmark, both, or odd numbers, are refused', async () => {
  for (const [args, message] of [
    [[], /Nothing is named that could be estimated.*\n.*mab estimate --benchmark/],
    [['x.yaml', '--benchmark'], /exclude each other/],
    [['--benchmark', '--lane', 'batch'], /--lane says nothing here/],
    [['x.yaml', '--model', 'm'], /--model says nothing here/],
    [['--benchmark', 'most'], /Allowed choices are paper, all/],
    [['--benchmark', '--parallel', '0'], /whole number from 1 to 10000/],
    [['--benchmark', '--methods', 'bm25,'], /commas between them/],
  ] as const) {
    const { code, stderr, given } = await estimate(args);
    assert.deepEqual([code, given], [2, []], stderr);
    assert.match(stderr, message);
  }
});
