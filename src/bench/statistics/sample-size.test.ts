import assert from 'node:assert/strict';
import { test } from 'node:test';
import golden from './__fixtures__/statistics.json' with { type: 'json' };
import { clustersToFind, detectableDifference } from './sample-size.ts';

test("what can be found is statsmodels' exact answer, to 5 % from ten clusters on", () => {
  for (const [clusters, level, exact] of golden.detectable_80 as [number, number, number][]) {
    const found = detectableDifference({ deviation: 1, clusters }, level) ?? Number.NaN;
    const room = clusters < 10 ? 0.15 : 0.05;
    assert.ok(Math.abs(found / exact - 1) <= room, `${clusters} at ${level}: ${found}, ${exact}`);
  }
});

test('as many clusters find a difference as make it detectable, and one less does not', () => {
  for (const level of [0.05, 0.05 / 3, 0.05 / 190]) {
    for (const difference of [0.003, 0.02, 0.1, 0.7]) {
      const clusters = clustersToFind(-difference, { deviation: 0.4, clusters: 10 }, level) ?? 0;
      const at = (count: number): number =>
        detectableDifference({ deviation: 0.4, clusters: count }, level) ?? Number.NaN;
      assert.ok(at(clusters) <= difference);
      if (clusters > 2) assert.ok(at(clusters - 1) > difference);
    }
  }
});

test('without a spread nothing is known', () => {
  const spread = { deviation: 0, clusters: 10 };
  assert.equal(detectableDifference(spread, 0.05), undefined);
  assert.equal(clustersToFind(0.1, spread, 0.05), undefined);
  assert.equal(detectableDifference({ deviation: 1, clusters: 1 }, 0.05), undefined);
  assert.equal(clustersToFind(0, { deviation: 1, clusters: 9 }, 0.05), undefined);
});
