import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObservedCalls } from '../../contracts/estimate.ts';
import type { MeasuredUsage } from '../../contracts/measured-usage.ts';
import { MeasuredUsages } from '../../cost/estimate/measured-usage.ts';
import { type Knowledge, Known } from './expectations.ts';

function measuredRow(cacheChances: number, cacheHits: number, lostAttempts = 0): MeasuredUsage {
  const one = { count: 1, mean: 4, deviation: 0, p10: 4, p50: 4, p90: 4 };
  return {
    ...{ model: 'gpt-4o', dataset: 'd', phase: 'answer', step: 'answer', replies: 100 },
    ...{ inputTokens: 1, cachedInputTokens: 1, cacheWriteTokens: 0, embeddedTokens: 0 },
    ...{ cacheChances, cacheHits, outputTokens: one, latencyMs: undefined },
    ...{ lostAttempts, refusedAttempts: 0 },
  };
}

const NOTHING_KNOWN: Knowledge = {
  ...{ measured: new MeasuredUsages([]), observed: new Map(), vendors: new Map() },
  ...{ batchCaching: () => undefined, familyOf: () => 'ruler-qa' },
};

function known(rows: readonly MeasuredUsage[], met?: Partial<ObservedCalls>): Known {
  const nothing = { replies: 0, countedTokens: 0, billedTokens: 0, cacheableReplies: 0, hits: 0 };
  return new Known({
    ...{ ...NOTHING_KNOWN, measured: new MeasuredUsages(rows) },
    observed: new Map(met ? [['gpt-4o', { ...nothing, ...met }]] : []),
    vendors: new Map([['gpt-4o', 'openai']]),
  });
}

const call = { model: 'gpt-4o', lane: 'live' } as const;

test('the share of the cache is that of the calls that could hit, beside four of the prior', () => {
  // By hand: (80 + 0.85 × 4) / 100, and 1.645 × √(0.834 × 0.166 / 100) = 0.0612.
  const { low, expected, high } = known([measuredRow(96, 80)]).cacheShare({ ...call });
  assert.deepEqual(
    [low, expected, high].map((share) => share.toFixed(4)),
    ['0.7728', '0.8340', '0.8952'],
  );
});

test('calls that the walk has met count where the ledger has fewer', () => {
  const met = { replies: 50, cacheableReplies: 40, hits: 10 };
  // By hand: (10 + 3.4) / 44, and (30 + 3.4) / 54.
  const shares = [[], [measuredRow(50, 30)]].map(
    (rows) => known(rows, met).cacheShare({ ...call }).expected,
  );
  assert.deepEqual(
    shares.map((share) => share.toFixed(4)),
    ['0.3045', '0.6185'],
  );
});

test('models without a cache of their own have none, whoever serves the others', () => {
  const gemini = new Known({
    ...NOTHING_KNOWN,
    vendors: new Map([['gemini-2.0-flash', 'gemini']]),
  });
  assert.deepEqual(gemini.cacheShare({ ...call, model: 'gemini-2.0-flash' }), {
    ...{ low: 0, expected: 0, high: 0 },
  });
});

test('sends that were lost are those of the model', () => {
  const lost = known([measuredRow(0, 0, 5)]);
  assert.deepEqual([lost.lostPerReply('gpt-4o'), lost.lostPerReply('other')], [0.05, 0]);
});

test('batches read the cache by chance, and not at all where the catalogue says so', () => {
  const share = (batchCaching: boolean | undefined) =>
    new Known({ ...NOTHING_KNOWN, batchCaching: () => batchCaching }).cacheShare({
      ...{ ...call, lane: 'batch' },
    });
  const some = { low: 0, expected: 0.3, high: 0.9 };
  assert.deepEqual([true, undefined, false].map(share), [
    ...[some, some],
    { low: 0, expected: 0, high: 0 },
  ]);
});

test('datasets of which the same is assumed are one line; what was measured has its own', () => {
  const told = known([measuredRow(0, 0)]);
  const asked = { model: 'gpt-4o', phase: 'answer', step: 'answer', maxOutputTokens: 50 } as const;
  for (const [dataset, step] of [
    ...[['b', 'other'] as const, ['a', 'other'] as const, ['a', 'plan'] as const],
    ['d', 'answer'] as const,
  ]) {
    told.output({ ...asked, dataset, step, calls: 10 });
  }
  assert.deepEqual(told.notes('assumed'), [
    ...['output tokens on a (plan)', 'output tokens on a, b (other)'],
  ]);
  assert.deepEqual(told.notes('measured'), ['output tokens on d (answer): measured, 1 reply']);
});

test('each model has the cache of its own vendor, and replies of its own', () => {
  const { 0: reader, 1: judge } = ['gpt-4o', 'gemini-2.5-flash'] as const;
  const seen = { replies: 9, countedTokens: 100, billedTokens: 110, cacheableReplies: 0, hits: 0 };
  const both = new Known({
    ...NOTHING_KNOWN,
    observed: new Map([[judge, seen]]),
    vendors: new Map([
      [reader, 'openai'],
      [judge, 'gemini'],
    ]),
  });
  assert.deepEqual(
    [reader, judge].map((model) => both.cacheShare({ ...call, model }).expected),
    [0.85, 0.6],
  );
  assert.deepEqual(
    [reader, judge].map((model) => both.tokenRatio(model).expected),
    [1, 1.1],
  );
  const verdict = { dataset: 'd', phase: 'judge', step: 'verdict', calls: 9, maxOutputTokens: 99 };
  assert.equal(both.output({ ...verdict, model: judge, phase: 'judge' }).expected, 7);
});
