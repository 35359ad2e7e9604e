import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accuracyOf, type EstimateJson, type SeedResult } from './estimate-result.ts';

const all = <T>(one: T) => ({ low: one, expected: one, high: one });

const around = (amount: number, reach: number) => ({
  ...{ low: String(amount - reach), expected: String(amount), high: String(amount + reach) },
});

function estimate(a: number, b: number, [low, high]: [string, string]): EstimateJson {
  const work = (picoUsd: number, tokens: number) => ({
    ...{ uncachedTokens: all(tokens), cachedTokens: all(0), cacheWriteTokens: all(0) },
    money: { low, expected: String(picoUsd), high },
  });
  const cells = [
    { cellId: 'a', questions: 1, total: work(a, 0), standalone: around(a + 1, 5) },
    { cellId: 'b', questions: 1, total: work(b, 0), standalone: around(b + 10, 6) },
  ];
  return { cells, total: work(a + b, 102), measured: [] };
}

test('accuracy is what a hand computation says', () => {
  const result = (seed: number, paid: number): SeedResult => ({
    ...{ seed, which: 'informed', hidden: { cacheHitShare: 1 }, trial: { picoUsd: '5' } },
    estimate: estimate(90, 20, ['100', '120']),
    invoice: { picoUsd: String(paid), inputTokens: 100 },
    cells: ['a', 'b'].map((cellId, at) => ({
      ...{ cellId, method: 'm', profile: 'p', dataset: 'd' },
      usage: { inputTokens: 1, cachedInputTokens: 0 },
      money: {
        paidPicoUsd: String(at === 0 ? paid - 20 : 20),
        standalonePicoUsd: String(at === 0 ? paid - 10 : 20),
      },
    })),
  });
  // Said 110; billed 100 and 125. Cell a: said 90, paid 80 and 105; alone 91 ± 5, and 90 and 115.
  // Cell b: paid as said; alone said 30 ± 6, was 20. Reaches: 5/91 twice, 6/30 twice.
  assert.deepEqual(accuracyOf([result(1, 100), result(2, 125)]), {
    ...{ inputTokens: 0.02, money: -0.12, moneyMean: (0.1 - 0.12) / 2 },
    ...{ cell: 0.5, cellsWithin: 1, cellsPaidWithin: 4, cells: 4, covered: 1, seeds: 2 },
    ...{ cellsCovered: 1, cellReach: 0.2, trial: 0.05 },
  });
});
