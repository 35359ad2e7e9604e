import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accuracyOf, type EstimateJson, type SeedResult } from './estimate-result.ts';

const all = <T>(one: T) => ({ low: one, expected: one, high: one });

function estimate(a: number, b: number, [low, high]: [string, string]): EstimateJson {
  const work = (picoUsd: number, tokens: number) => ({
    ...{ uncachedTokens: all(tokens), cachedTokens: all(0), cacheWriteTokens: all(0) },
    money: { low, expected: String(picoUsd), high },
  });
  const cells = [
    { cellId: 'a', total: work(a, 0), standalone: all(String(a + 1)) },
    { cellId: 'b', total: work(b, 0), standalone: all(String(b + 10)) },
  ];
  return { cells, total: work(a + b, 102) };
}

test('accuracy is what a hand computation says', () => {
  const result = (seed: number, paid: number): SeedResult => {
    const prediction = (said: EstimateJson) => ({
      estimate: said,
      invoice: { picoUsd: String(paid), inputTokens: 100 },
      cells: ['a', 'b'].map((cellId, at) => ({
        ...{ cellId, method: 'm', profile: 'p', dataset: 'd' },
        money: {
          paidPicoUsd: String(at === 0 ? paid - 20 : 20),
          standalonePicoUsd: String(at === 0 ? paid - 10 : 20),
        },
      })),
    });
    const [blind, informed] = [estimate(50, 0, ['40', '45']), estimate(90, 20, ['100', '120'])].map(
      prediction,
    );
    assert.ok(blind && informed);
    return { seed, blind, informed };
  };
  // Said 110; billed 100 and 125. Cell a: said 90, paid 80 and 105; alone 91, and 90 and 115. Cell
  // b: paid as said; alone said 30, was 20.
  assert.deepEqual(accuracyOf([result(1, 100), result(2, 125)], 'informed'), {
    ...{ inputTokens: 0.02, money: -0.12, moneyMean: (0.1 - 0.12) / 2 },
    ...{ cell: 0.5, cellsWithin: 1, cellsPaidWithin: 4, cells: 4, covered: 1, seeds: 2 },
  });
});
