import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkGuess } from '../../contracts/estimate.ts';
import { known } from '../../cost/estimate/guesses.ts';
import { NO_WORK_GUESS } from '../../cost/estimate/price-work.ts';
import { wallSeconds } from '../../cost/estimate/wall-time.ts';
import { type PhaseWork, phaseWorks } from './phase-works.ts';

const limit = { name: 'key', counting: 'reserved', adapts: false } as const;
const reader = { model: 'gpt-4o-mini', limits: [], latencyMs: () => known(2_000) };
const embedder = { model: 'e', limits: [], batchMax: 64 };

function seconds(phase: PhaseWork['phase'], work: Partial<WorkGuess>, more: Partial<PhaseWork>) {
  const models = { reader, judges: [], embedder };
  const one = { phase, dataset: 'd', units: 3, outputMax: 50, ...models, ...more };
  return wallSeconds(phaseWorks({ ...one, work: { ...NO_WORK_GUESS, ...work } }), 4).expected;
}

test('answers take their measured time, or what a limit counts, whichever is more', () => {
  const work = {
    ...{ calls: known(100), uncachedTokens: known(90_000), cachedTokens: known(10_000) },
    outputTokens: known(600),
  };
  // By hand: 100 × 2 / 4; (100,000 + 100 × 50) / 60,000 × 60; 100 / 40 × 60; 100 × 2 / 2.
  assert.equal(seconds('answer', work, {}), 50);
  const limited = (more: object) => ({ reader: { ...reader, limits: [{ ...limit, ...more }] } });
  assert.equal(seconds('answer', work, limited({ tokensPerMinute: 60_000 })), 105);
  assert.equal(seconds('answer', work, limited({ requestsPerMinute: 40 })), 150);
  const two = { min: 1, start: 1, max: 2 };
  assert.equal(seconds('answer', work, limited({ concurrency: two })), 100);
  // Calls that build are none of those that were measured: 0.3 + 1,000 × 34e-6 + 6 × 0.014 s each.
  assert.equal(seconds('memorize', work, {}).toFixed(4), '10.4500');
});

test('texts are embedded in requests of many, by unit; a question is a request of its own', () => {
  const texts = (count: number) => ({
    embeddedTexts: known(count),
    embeddedTokens: known(100_000),
  });
  // By hand: (requests × 0.2 + 100,000 × 17.5e-6) / 4.
  const cases = [seconds('finalize', texts(640), {}), seconds('finalize', texts(70), {})];
  assert.deepEqual(
    [...cases, seconds('finalize', texts(2), {}), seconds('retrieve', texts(40), {})].map((one) =>
      one.toFixed(4),
    ),
    // 10 requests; 3, one a unit; 2, no more than texts; 40.
    ['0.9375', '0.5875', '0.5375', '2.4375'],
  );
  assert.equal(seconds('finalize', texts(640), { embedder: undefined }), 0);
});

test('verdicts are divided among the judges, each with its own time and limit', () => {
  const slow = { ...reader, latencyMs: () => known(6_000) };
  const work = { calls: known(10), uncachedTokens: known(1_000) };
  // By hand: (5 × 2 + 5 × 6) / 4.
  assert.equal(seconds('judge', work, { judges: [reader, slow] }), 10);
  // By hand: 500 tokens and 5 × 2,048 that may come back, at 6,000 a minute.
  const limits = [{ ...limit, tokensPerMinute: 6_000 }];
  assert.equal(seconds('judge', work, { judges: [{ ...reader, limits }, slow] }), 107.4);
});
