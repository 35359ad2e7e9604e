import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PriceSample, SpentTokens } from '../../../contracts/spending.ts';
import { createRandom, randomInt } from '../../../core/random.ts';
import { fitPrices } from './fit-prices.ts';

const NONE: SpentTokens = {
  ...{ uncached: 0, cached: 0, cacheWrite: 0, output: 0, reasoning: 0, embedded: 0 },
};

function sample(tokens: Partial<SpentTokens>, paidPicoUsd: bigint): PriceSample {
  const price = { runId: 'r', lane: 'live', route: 'a', servedBy: 's', model: 'm' };
  return { price, tokens: { ...NONE, ...tokens }, paidPicoUsd };
}

const FREE = { uncached: 0n, cached: 0n, cacheWrite: 0n, output: 0n, embedded: 0n };

describe('prices told from what replies came to', () => {
  it('are those that explain every sample', () => {
    // 3 a token in, 7 a token out: 10 × 3 + 2 × 7 and 4 × 3 + 5 × 7.
    const samples = [
      sample({ uncached: 10, output: 2 }, 44n),
      sample({ uncached: 4, output: 5 }, 47n),
    ];
    assert.deepEqual(fitPrices(samples), { ...FREE, uncached: 3n, output: 7n });
  });

  it('are free where nothing was paid', () => {
    assert.deepEqual(fitPrices([sample({ uncached: 10, output: 2 }, 0n)]), FREE);
    assert.deepEqual(fitPrices([]), FREE);
  });

  it('cannot be told from too few samples, or from those that are multiples of each other', () => {
    const one = sample({ uncached: 10, output: 2 }, 44n);
    assert.equal(fitPrices([one]), undefined);
    assert.equal(fitPrices([one, sample({ uncached: 20, output: 4 }, 88n)]), undefined);
  });

  it('cannot be told where samples disagree, or no whole price from zero explains them', () => {
    const samples = [sample({ embedded: 10 }, 30n), sample({ embedded: 10 }, 40n)];
    assert.equal(fitPrices(samples), undefined);
    assert.equal(fitPrices([sample({ embedded: 10 }, 33n)]), undefined);
    const negative = [
      sample({ uncached: 1, output: 1 }, 1n),
      sample({ uncached: 1, output: 2 }, 0n),
    ];
    assert.equal(fitPrices(negative), undefined);
  });

  it('are found again whatever they were', () => {
    const random = createRandom('prices');
    for (let round = 0; round < 200; round++) {
      const below = (end: number): number => randomInt(random, end);
      const prices = {
        ...{ uncached: BigInt(below(5e6)), cached: BigInt(below(5e5)) },
        ...{ cacheWrite: BigInt(below(6e6)), output: BigInt(1 + below(3e7)), embedded: 0n },
      };
      const samples = Array.from({ length: 8 }, () => {
        const tokens = {
          ...{ uncached: below(1e6), cached: below(1e6), cacheWrite: below(1e5) },
          output: 1 + below(1e4),
        };
        const paid = (Object.keys(tokens) as (keyof typeof tokens)[]).reduce(
          (sum, kind) => sum + BigInt(tokens[kind]) * prices[kind],
          0n,
        );
        return sample(tokens, paid);
      });
      assert.deepEqual(fitPrices(samples), prices);
    }
  });
});
