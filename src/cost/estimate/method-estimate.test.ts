import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenPrice } from '../token-price.ts';
import { findFormula } from './formula-catalog.ts';
import { known } from './guesses.ts';
import { estimateMethod, type MethodParts } from './method-estimate.ts';

const PRICE = tokenPrice({
  ...{ inputUsdPerMillion: 1, cachedInputUsdPerMillion: 0.5, outputUsdPerMillion: 10 },
});

function parts(id: string, changes: Partial<MethodParts> = {}): MethodParts {
  const formula = findFormula(id);
  assert.ok(formula);
  const reader = { name: 'gpt-4o-mini', vendor: 'openai', price: PRICE };
  const embedder = { name: 'text-embedding-3-small', price: PRICE };
  return { formula, reader, embedder, dropsOldText: true, ...changes };
}

/** Two contexts of one chunk: 4,096 and 45 around it. */
const facts = {
  ...{ contexts: 2, contextTokens: 4_096, chunkTokens: 4_096, questions: 11 },
  ...{ questionTokens: 100, topK: 10, windowTokens: 124_000 },
  outputTokens: { low: 5, expected: 10, high: 40 },
};

test('long context by hand: hits of the cache and lengths of answers make low and high', () => {
  const { query, total, embedding } = estimateMethod(parts('long-context'), facts);
  // A prefix of 18 + 4,141 = 4,159, of which 4,096 are cached; 2 × 11 questions, 2 × 10 again.
  const input = 2 * 11 * (4_159 + 100);
  const cacheable = 2 * 10 * 4_096;
  assert.deepEqual(query.calls, known(22));
  assert.equal(query.cachedTokens.expected.toFixed(3), (0.85 * cacheable).toFixed(3));
  // All hits and short answers, 5 % less; half of them and long answers, 5 % more.
  const usd = (cached: number, output: number, reach: number): number =>
    reach * (input - 0.5 * cached + 10 * 22 * output);
  const bounds = [
    usd(cacheable, 5, 0.95),
    usd(0.85 * cacheable, 10, 1),
    usd(0.5 * cacheable, 40, 1.05),
  ];
  const money = Object.values(query.money ?? {}).map((pico) => Math.round(Number(pico) / 1e6));
  assert.deepEqual(
    money.map((ours, at) => Math.abs(ours - (bounds[at] ?? 0)) <= 12),
    [true, true, true],
  );
  assert.deepEqual(
    [embedding.money, total.money],
    [{ low: 0n, expected: 0n, high: 0n }, query.money],
  );
});

test('Anthropic’s tokenizer takes more, and its first prefix is written to the cache', () => {
  const reader = { name: 'claude-sonnet-5', vendor: 'anthropic', price: PRICE };
  const { query } = estimateMethod(parts('long-context', { reader }), facts);
  assert.equal(query.cacheWriteTokens.expected.toFixed(3), (2 * 4_096 * 1.15).toFixed(3));
  const all = query.uncachedTokens.expected + query.cachedTokens.expected;
  const input = all + query.cacheWriteTokens.expected;
  assert.equal(input.toFixed(3), (2 * 11 * 4_259 * 1.15).toFixed(3));
});

test('the published code drops old text, ours does not; nobody bills a machine of one’s own', () => {
  const long = { ...facts, contextTokens: 400_000 };
  const embedded = (changes: Partial<MethodParts>): number =>
    estimateMethod(parts('dense', changes), long).embedding.embeddedTokens.expected;
  // 285,000 − 10 in 70 chunks, or 400,000 in 98; 1.01 billed tokens for each of o200k_base.
  const ratio = 1.01;
  assert.equal(embedded({}).toFixed(1), (2 * (284_990 + 70 * 45 + 1_100) * ratio).toFixed(1));
  assert.equal(
    embedded({ dropsOldText: false }).toFixed(1),
    (2 * (400_000 + 98 * 45 + 1_100) * ratio).toFixed(1),
  );
  assert.equal(embedded({ embedder: undefined }), 0);
});

test('calls that wait for each other are a chain, and a question’s calls come one after another', () => {
  const { walls, querySeconds } = estimateMethod(parts('mem0'), {
    ...facts,
    contextTokens: 40_960,
  });
  assert.deepEqual(
    walls.map(({ calls, inARow }) => [calls.expected, inARow]),
    [
      [40, 20],
      [22, undefined],
    ],
  );
  // 35 + 17 × 100 + 100 tokens in and 10 out: 0.3 + 1,835 × 34e-6 + 10 × 0.014.
  assert.equal(querySeconds.expected.toFixed(5), '0.50239');
});
