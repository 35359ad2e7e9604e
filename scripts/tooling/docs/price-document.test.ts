import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedCaching, comparedTotals, isAsStated } from './price-document.ts';

test('the price document’s totals come out of our formulas, but for one that it has wrong', () => {
  const totals = comparedTotals();
  assert.equal(totals.length, 20);
  assert.deepEqual(
    totals
      .filter(({ recomputed, stated }) => !isAsStated(recomputed, stated))
      .map(({ what, stated, recomputed }) => [what, stated, recomputed.toFixed(2)]),
    // 500 × (51,000 × 2.5 + 40 × 10) / 1e6; without the 40 × 10 it is 63.75.
    [['EventQA, 5 × 100 questions, 51K, gpt-4o', '63.8', '63.95']],
  );
});

test('so do its 31 figures of caching and batches', () => {
  const figures = comparedCaching().flatMap(({ total, recomputed }) =>
    total.stated.map((stated, at) => [stated, recomputed[at] ?? Number.NaN] as const),
  );
  assert.equal(figures.length, 31);
  for (const [stated, ours] of figures) assert.ok(isAsStated(ours, stated), `${ours}, ${stated}`);
});

test('a figure is as stated to its last digit', () => {
  const cases = [
    [0.105, '0.11'],
    [0.104, '0.11'],
    [676.5, '677'],
    [63.95, '63.8'],
  ] as const;
  assert.deepEqual(
    cases.map(([ours, stated]) => isAsStated(ours, stated)),
    [true, false, true, false],
  );
});
