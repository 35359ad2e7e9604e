import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Catalogue } from '../../../src/cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../../src/cost/catalogue/shipped.ts';
import { findModelPrice } from '../../../src/cost/model-prices.ts';
import { PRICE_DAY } from './caching-cases.ts';
import { cachingCost } from './caching-formula.ts';

const catalogue = new Catalogue(shippedPrices(), PRICE_DAY);

/** The published EventQA at 65,000 tokens a prompt, 40 out: ten and a hundred questions. */
const EVENTQA = { prefixTokens: 64_768, ownTokens: 232, outputTokens: 40 };

/**
 * Dollars for five contexts without a cache, and with one that only the first question of each
 * misses: a separate calculation from the price lists of 2026-08-21, not made by this code.
 */
const FACTS = {
  'gpt-4o': { 10: [8.145, 4.5018], 100: [81.45, 41.3748] },
  'gpt-4.1-mini': { 10: [1.3032, 0.4288], 100: [13.032, 3.414] },
  'gpt-5-mini': { 10: [0.8165, 0.1607], 100: [8.165, 0.9515] },
  'claude-haiku-4-5': { 10: [3.26, 0.7179], 100: [32.6, 3.8268] },
  'claude-sonnet-4-6': { 10: [9.78, 2.1536], 100: [97.8, 11.4804] },
} as const;

for (const [model, facts] of Object.entries(FACTS)) {
  test(`the formula gives the known cost of ${model}`, () => {
    const price = findModelPrice(model, catalogue);
    assert.ok(price);
    for (const [count, [without, ideal]] of Object.entries(facts)) {
      const questions = { ...EVENTQA, count: Number(count) };
      assert.ok(Math.abs(5 * cachingCost(questions, price, undefined) - without) < 5e-5);
      assert.ok(Math.abs(5 * cachingCost(questions, price, 1) - ideal) < 5.1e-5);
    }
  });
}
