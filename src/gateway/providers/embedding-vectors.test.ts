import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkedVectors } from './embedding-vectors.ts';

const texts = ['Rome', 'Lima'];

test('vectors of one length are taken as they are', () => {
  const rows = [
    [1, 0],
    [0, -0.5],
  ];
  assert.deepEqual(
    checkedVectors(rows, { texts }),
    rows.map((row) => Float32Array.from(row)),
  );
});

for (const [name, row] of [
  ['zeros', [0, -0]],
  ['nothing', []],
  ['what is no number', [1, Number.NaN]],
  ['what Float32 cannot hold', [1, 1e39]],
] as const) {
  test(`a vector of ${name} is no reply: the ledger would give it back for ever`, () => {
    assert.throws(() => checkedVectors([[1, 0], row], { texts }), RangeError);
  });
}
