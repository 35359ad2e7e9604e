import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PriceRow } from '../contracts/prices.ts';
import { Catalogue } from './catalogue/catalogue.ts';
import { shippedPrices } from './catalogue/shipped.ts';
import { findModelPrice } from './model-prices.ts';

const on = (day: string) => new Catalogue(shippedPrices(), day);
const today = on('2026-11-24');

/** Without the rows that it was made of. */
function priceOf(model: string, catalogue = today) {
  const found = findModelPrice(model, catalogue);
  assert.ok(found);
  const { rows: _, ...price } = found;
  return price;
}

/** A catalogue of these rows alone, of `acme/models/m`. */
function catalogueOf(...rows: (Pick<PriceRow, 'meter' | 'value'> & Partial<PriceRow>)[]) {
  const prices = rows.map(
    (row): PriceRow => ({
      ...{ provider: 'acme', service: 'models', item: 'm', unit: 'usd/1M-tokens' },
      ...{ region: 'global', currency: 'USD', source: 's', date: '2026-01-01' },
      ...row,
    }),
  );
  const facts = { models: [], machines: [], rateLimits: [] };
  return new Catalogue([{ date: '2026-01-01', sources: {}, ...facts, prices }], '2026-11-24');
}

describe('the price of a model', () => {
  /** From the vendors' price lists as ../shared/prices/llm_models.json copied them. */
  it('has the kinds of the catalogue and its tiers', () => {
    assert.deepEqual(priceOf('gpt-4o'), {
      ...{ inputUsdPerMillion: 2.5, cachedInputUsdPerMillion: 1.25, outputUsdPerMillion: 10 },
      batchPercent: 50,
    });
    assert.deepEqual(priceOf('claude-sonnet-4-5'), {
      ...{ inputUsdPerMillion: 3, cachedInputUsdPerMillion: 0.3 },
      ...{ cacheWriteUsdPerMillion: 3.75, outputUsdPerMillion: 15 },
      tiers: [
        {
          ...{ aboveInputTokens: 200_000, inputUsdPerMillion: 6, cachedInputUsdPerMillion: 0.6 },
          ...{ cacheWriteUsdPerMillion: 7.5, outputUsdPerMillion: 22.5 },
        },
      ],
    });
    assert.deepEqual(priceOf('text-embedding-3-small'), {
      ...{ inputUsdPerMillion: 0.02, outputUsdPerMillion: 0, batchPercent: 50 },
    });
  });

  it('is that of the day: a change of price ends the tiers before it', () => {
    const { tiers: before } = priceOf('claude-sonnet-4-6', on('2026-03-12'));
    const { tiers: after } = priceOf('claude-sonnet-4-6', on('2026-03-13'));
    assert.deepEqual([before?.length, after], [1, undefined]);
    const inputOf = (model: string, day: string) => priceOf(model, on(day)).inputUsdPerMillion;
    assert.equal(inputOf('gpt-5.6-sol', '2026-08-20'), 5);
    assert.equal(inputOf('gpt-5.6-sol', '2026-08-21'), 4);
    assert.equal(inputOf('o3', '2025-06-09'), 10);
    assert.equal(inputOf('gemini-3.6-flash', '2026-12-31'), 0.75);
    assert.equal(inputOf('gemini-3.6-flash', '2027-01-01'), 1.5);
    assert.equal(today.upcoming({ item: 'gemini-3.7-flash' }).length, 3);
  });

  it('of a snapshot is that of its model only where it is known to be the same', () => {
    assert.deepEqual(priceOf('gpt-4o-2024-08-06'), priceOf('gpt-4o'));
    assert.equal(priceOf('gpt-4o-2024-05-13').inputUsdPerMillion, 5);
    assert.equal(findModelPrice('gpt-4o-2031-01-01', today), undefined);
    assert.equal(findModelPrice('toString', today), undefined);
  });

  it('is missing, never zero, where one of its parts is', () => {
    assert.equal(findModelPrice('m', catalogueOf({ meter: 'input', value: 1 })), undefined);
    assert.equal(findModelPrice('m', catalogueOf({ meter: 'output', value: 1 })), undefined);
    const whole = catalogueOf({ meter: 'input', value: 1 }, { meter: 'output', value: 2 });
    assert.deepEqual(priceOf('m', whole), { inputUsdPerMillion: 1, outputUsdPerMillion: 2 });
  });

  it('in a batch is a share of the live one, where the catalogue states one share', () => {
    const live = [
      { meter: 'input', value: 1 },
      { meter: 'output', value: 2 },
    ];
    const shareOf = (input: number, output: number) =>
      priceOf(
        'm',
        catalogueOf(
          ...live,
          { meter: 'batch-input', value: input },
          { meter: 'batch-output', value: output },
        ),
      ).batchPercent;
    assert.equal(shareOf(0.6, 1.2), 60);
    assert.equal(shareOf(0.5, 2), undefined);
    assert.equal(shareOf(1.5, 3), undefined);
    assert.equal(shareOf(0.333, 0.666), undefined);
  });

  it('keeps the base of a kind that a tier does not name', () => {
    const tier = { aboveInputTokens: 100 };
    const price = priceOf(
      'm',
      catalogueOf(
        { meter: 'input', value: 1 },
        { meter: 'output', value: 2 },
        { meter: 'input', value: 3, ...tier },
      ),
    );
    assert.deepEqual(price.tiers, [{ ...tier, inputUsdPerMillion: 3, outputUsdPerMillion: 2 }]);
  });
});
