import assert from 'node:assert/strict';
import { test } from 'node:test';
import golden from './__fixtures__/statistics.json' with { type: 'json' };
import { holmAdjusted } from './holm.ts';

test("adjusted p-values are statsmodels'", () => {
  for (const { p, adjusted } of golden.holm) {
    for (const [at, value] of holmAdjusted(p).entries()) {
      assert.ok(Math.abs(value - (adjusted[at] ?? Number.NaN)) <= 1e-12, `${p} at ${at}`);
    }
  }
  assert.deepEqual(holmAdjusted([]), []);
});
