import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { shippedPrices } from '../../catalogue/shipped.ts';
import { roadmap } from './roadmap.ts';

const world = { catalogue: new Catalogue(shippedPrices(), '2026-11-24') };
const cents = (value: unknown): number => Math.round(Number(value) * 100) / 100;

test('each step of the document, computed from its own inputs', () => {
  const { options, tables } = roadmap.advise({}, world);
  const steps = options.map(({ name, chosen, facts }) => [
    ...[name, chosen],
    ...[cents(facts.usdPerMonthBefore), cents(facts.usdPerMonthAfter)],
  ]);
  assert.deepEqual(steps, [
    // 2 × 365 h × 0.1664, × 0.099358 and × 0.0666.
    ['reserved machines (1 year)', true, 121.47, 72.53],
    ['spot machines', true, 121.47, 48.62],
    // 50M × 0.40 + 1M × 1.60; half of it with 40M at 0.10 and 10M at 0.40, half at half price.
    ['prompt cache and batch lane', true, 21.6, 0.5 * (4 + 4 + 1.6) + 0.5 * 10.8],
    // 100M tokens cost 2 dollars.
    ['embedding on a machine of one’s own', false, 2, 383.98],
    // 1000 × 0.00099 + 10 × 0.02, against 1000 × 0.023.
    ['cold data to Glacier Deep Archive', true, 23, 1.19],
  ]);
  assert.deepEqual(
    tables?.[0]?.rows.map(({ usdSavedPerMonth }) => cents(usdSavedPerMonth)),
    [0, 133.19, 155],
  );
});

test('embedding at home is a step above the real break-even only', () => {
  const at = (embeddingTokens: number): boolean | undefined =>
    roadmap
      .advise({ embeddingTokens }, world)
      .options.find(({ name }) => name.startsWith('embedding'))?.chosen;
  assert.deepEqual([at(19_100_000_000), at(19_300_000_000)], [false, true]);
});

test('what is archived for a month is paid for six, and reading it all eats the saving', () => {
  const glacier = (given: Record<string, unknown>) =>
    roadmap.advise(given, world).options.find(({ name }) => name.startsWith('cold'));
  // 1000 × 0.00099 × 6 + 10 × 0.02.
  assert.equal(cents(glacier({ monthsKept: 1 })?.facts.usdPerMonthAfter), 6.14);
  // 0.99 + 1000 × 0.02: still below 23; with a month kept 5.94 + 20.
  assert.equal(glacier({ retrievedShare: 100 })?.chosen, true);
  assert.equal(glacier({ retrievedShare: 100, monthsKept: 1 })?.chosen, false);
});

test('what always runs is not offered to spot machines', () => {
  const { warnings, options } = roadmap.advise({ reservedShare: 80, spotShare: 50 }, world);
  assert.ok(warnings.includes('Only 20 % of the hours are left for spot machines.'));
  // 2 × 146 h × 0.1664.
  assert.equal(cents(options[1]?.facts.usdPerMonthBefore), 48.59);
});
