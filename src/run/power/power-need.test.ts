import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideFamily, testMethods } from '../../bench/statistics/compare-methods.ts';
import { SAMPLE_CELL } from '../report-format/__fixtures__/sample-rows.ts';
import { type PairFacts, powerNeed } from './power-need.ts';

const { usage } = SAMPLE_CELL;
const phase = (picoUsd: string) => ({ calls: 1, usage, standalonePicoUsd: picoUsd });

/** Memories for 10 a context, answers for 3 and verdicts for 2 a question, rounded up. */
const cell = {
  ...SAMPLE_CELL,
  phases: { memorize: phase('20'), answer: phase('120'), judge: phase('79') },
  contexts: { done: 2, planned: 2 },
  questions: { answered: 40, planned: 40 },
};

function factsOf(values: readonly number[], contexts: number, changes: Partial<PairFacts> = {}) {
  const scores = (all: readonly number[]) =>
    all.map((score, at) => ({ questionId: `q${at}`, contextId: `c${at % contexts}`, score }));
  const tested = testMethods(scores(values), scores(values.map(() => 0.5)));
  assert.ok(tested);
  const [compared] = decideFamily([tested]);
  assert.ok(compared);
  const facts = { compared, family: 1, cells: [cell, cell], isPriced: true, held: undefined };
  return { ...facts, ...changes } as PairFacts;
}

/** Differences of 0.1 ± 0.3: mean 0.1, deviation 0.3 × √(40 / 39). */
const noisy = Array.from({ length: 40 }, (_, at) => 0.6 + (at % 2 === 0 ? 0.3 : -0.3));

test('more questions on one context cost their answers and verdicts, of both methods', () => {
  const held = { questions: 100, contexts: 1 };
  const need = powerNeed(factsOf(noisy, 1, { held }), undefined);
  // (1.96 + 0.84)² × (0.3038 / 0.1)² = 72.5, and with Student's t two more.
  assert.deepEqual(need, {
    ...{ state: 'more', questions: 75, moreQuestions: 35, contexts: 1, moreContexts: 0 },
    // ⌈199 × 35 / 40⌉ = 175 for each.
    ...{ morePicoUsd: '350', held, isThere: true },
  });
});

test('more contexts cost their memories as well', () => {
  const values = Array.from({ length: 40 }, (_, at) => [0.9, 0.5, 0.7, 0.2][at % 4] ?? 0);
  const need = powerNeed(factsOf(values, 4), undefined);
  assert.ok(need.state === 'more');
  assert.equal(need.moreQuestions, 10 * need.moreContexts);
  const each = Math.ceil((20 * need.moreContexts) / 2) + Math.ceil((199 * need.moreQuestions) / 40);
  assert.equal(need.morePicoUsd, String(2 * each));
  assert.equal(need.held, undefined);
});

test('a wanted difference may need less than today’s, or nothing', () => {
  const facts = factsOf(noisy, 1);
  assert.deepEqual(powerNeed(facts, 0.5), { state: 'decided' });
  const small = powerNeed(facts, 0.05);
  assert.ok(small.state === 'more' && small.questions > 75);
});

test('without a price there is no price, and without a spread no number', () => {
  const need = powerNeed(factsOf(noisy, 1, { isPriced: false }), undefined);
  assert.ok(need.state === 'more' && need.morePicoUsd === undefined);
  assert.deepEqual(powerNeed(factsOf(Array(9).fill(0.5), 1), 0.1), {
    ...{ state: 'unknown', reason: 'both have the same score on every question' },
  });
});

test('a settled pair needs nothing', () => {
  assert.deepEqual(
    powerNeed(
      factsOf(
        Array.from({ length: 30 }, (_, at) => 0.9 + (at % 2) / 10),
        1,
      ),
      undefined,
    ),
    {
      state: 'decided',
    },
  );
});
