import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MabError } from '../../../core/errors.ts';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { shippedPrices } from '../../catalogue/shipped.ts';
import { embedding } from './embedding.ts';

const world = { catalogue: new Catalogue(shippedPrices(), '2026-11-24') };
const advise = (given: Record<string, unknown> = {}) => embedding.advise(given, world);
const usdOf = (given: Record<string, unknown>): number[] =>
  advise(given).options.map(({ facts }) => Math.round(Number(facts.usdPerMonth) * 100) / 100);

test('100 million tokens cost 2 dollars; a machine that is always on 384', () => {
  // 2.035 h at 13,653 tokens/s × 0.526.
  assert.deepEqual(usdOf({}), [2, 383.98, 1.07]);
});

test('a commitment is paid around the clock, and by nobody only while it embeds', () => {
  // 730 h × 0.309247, and × 0.197793; the savings plans cost as much.
  const hours = { hoursPerDay: 4 };
  assert.deepEqual(usdOf({ ...hours, market: 'reserved-1y' }), [2, 225.75]);
  assert.deepEqual(usdOf({ ...hours, market: 'savings-plan-3y' }), [2, 144.39]);
});

test('the document’s two thresholds side by side: 12.6B at its 252 dollars, and 100M', () => {
  const rows = advise().tables?.[0]?.rows.map(({ tokens }) => tokens);
  assert.deepEqual(rows, ['12.6B', '3.2B', '19.2B', '100M']);
});

test('a break-even that the machine cannot embed in its hours is none', () => {
  // 4 h a day: 3.2B tokens; at 1456 tokens/s it embeds 638M in 121.67 h.
  const slow = advise({ hoursPerDay: 4, tokensPerSecond: 1456 });
  assert.match(slow.answer, /never: it would take 3\.2B tokens a month, and it embeds 638M/);
  assert.match(advise({ hoursPerDay: 4 }).answer, /from 3\.2B tokens a month on/);
  // 1e9 tokens in 730 h of one machine at 100 tokens/s: four of them.
  assert.ok(
    advise({ tokensPerMonth: 1e9, tokensPerSecond: 100 }).warnings[0]?.startsWith('It takes 4'),
  );
});

test('any model and machine of the catalogue, in any market', () => {
  // 1.94B at 252 dollars for 3-large: here 0.526 × 730 / 0.13.
  assert.match(advise({ model: 'text-embedding-3-large' }).answer, /from 2\.95B tokens/);
  // Spot: 0.1894 × 730 / 0.02 = 6.91B.
  assert.match(advise({ market: 'spot' }).answer, /from 6\.91B tokens/);
  assert.throws(
    () => advise({ model: 'gpt-4o' }),
    (error) => error instanceof MabError && /text-embedding-3-small/.test(error.hint ?? ''),
  );
});
