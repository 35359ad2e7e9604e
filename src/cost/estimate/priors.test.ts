import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DATASETS } from '../../bench/datasets/catalog.ts';
import { known } from './guesses.ts';
import { embeddingLatencyPrior, latencyPrior } from './latency-prior.ts';
import { cacheSharePrior, outputPrior, tokenRatioPrior } from './output-prior.ts';
import { fixedBytes, storageBytes } from './storage.ts';

const asked = { model: 'gpt-4o-mini', step: 'answer' } as const;

test('every dataset has a prior for its answers, in order and within its limit', () => {
  for (const { id, family, maxOutputTokens } of DATASETS) {
    const { low, expected, high, source } = outputPrior({ ...asked, family, maxOutputTokens });
    const ordered = 0 < low && low <= expected && expected <= high && high <= maxOutputTokens;
    assert.ok(ordered, `${id}: ${low}, ${expected}, ${high}`);
    assert.doesNotMatch(source, /Nothing is known/, id);
  }
});

test('models that think fill the limit; what nobody knows is a share of it', () => {
  const short = { family: 'fact-consolidation', maxOutputTokens: 10 };
  const { low, expected, high } = outputPrior({ ...asked, ...short, model: 'o4-mini' });
  assert.deepEqual([low, expected, high], [10, 10, 10]);
  const other = outputPrior({ ...asked, family: 'icl', step: 'plan', maxOutputTokens: 200 });
  assert.deepEqual([other.low, other.expected, other.high], [10, 60, 200]);
});

test('shares of caches and ratios of tokenizers are shares and ratios', () => {
  for (const vendor of ['openai', 'azure', 'anthropic', 'gemini', 'other']) {
    const { low, expected, high } = cacheSharePrior(vendor);
    assert.ok(0 <= low && low <= expected && expected <= high && high <= 1, vendor);
  }
  assert.deepEqual(cacheSharePrior('google', 'gemini-2.0-flash'), known(0));
  assert.deepEqual(tokenRatioPrior('gpt-4o-mini'), known(1));
  assert.equal(tokenRatioPrior('claude-sonnet-5').expected, 1.15);
});

test('latencies come out as the paper has them', () => {
  // Tables 11 and 12: BM25 with 512 and 4,096; long context; the means of two datasets.
  const near = (model: string, inputTokens: number, measured: number): void => {
    const { low, expected, high } = latencyPrior(model, { inputTokens, outputTokens: 6 });
    const text = `${model}, ${inputTokens}: ${expected}, not ${measured}`;
    assert.ok(Math.abs(expected / measured - 1) < 0.2, text);
    assert.ok(low < measured && measured < high, text);
  };
  near('gpt-4o-mini', 10 * 512, 0.47);
  near('gpt-4o-mini', 10 * 4096, 1.7);
  near('gpt-4o-mini', 123_960, (4.9 + 5.4) / 2);
  near('gpt-4o', 123_960, (17 + 20.1) / 2);
  near('gpt-4.1-mini', 421_000, 9);
  near('claude-3-7-sonnet-20250219', 173_000, (23.3 + 22.7) / 2);
  assert.equal(embeddingLatencyPrior(285_000).expected.toFixed(2), '5.19');
});

test('storage is what the workspaces took that it was measured on, and what another one took', () => {
  const bm25 = { units: 1, questions: 100, itemsShown: 1_000, calls: 100, outputTokens: 600 };
  const { expected } = storageBytes({ ...bm25, embeddedTexts: 0, dimensions: 0 });
  const run = fixedBytes();
  // 440,166 bytes of records and 192,512 of the ledger.
  assert.ok(Math.abs((run.expected + expected) / 632_678 - 1) < 0.05, String(expected));
  const dense = { units: 1, questions: 10, itemsShown: 100, calls: 10, outputTokens: 60 };
  const { low, high } = storageBytes({ ...dense, embeddedTexts: 41, dimensions: 384 });
  const [least, most] = [run.low + low, run.high + high];
  assert.ok(least < 430_664 && 430_664 < most, `${least}, ${most}`);
  // By hand: 0.8 and 1.6 times 74,000.
  assert.deepEqual(run, { low: 59_200, expected: 74_000, high: 118_400 });
});
