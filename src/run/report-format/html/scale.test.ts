import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScale } from './scale.ts';

test('values of one size get equal steps from 0', () => {
  const scale = createScale([5_580, 6_610]);
  assert.deepEqual(scale.ticks, [0, 2_000, 4_000, 6_000, 8_000]);
  assert.equal(scale.isLogarithmic, false);
  assert.deepEqual([0, 4_000, 8_000].map(scale.position), [0, 0.5, 1]);
});

test('values over decades get powers of ten', () => {
  const scale = createScale([0.0002, 0.9]);
  assert.equal(scale.isLogarithmic, true);
  assert.deepEqual(
    scale.ticks.map((tick) => tick.toPrecision(3)),
    ['0.00100', '0.0100', '0.100', '1.00'],
  );
  const steps = scale.ticks.map(scale.position);
  const gaps = steps.slice(1).map((step, at) => (step - (steps[at] ?? 0)).toFixed(9));
  assert.equal(new Set(gaps).size, 1);
});

test('a zero keeps the scale linear, and nothing but zeros has a scale too', () => {
  assert.equal(createScale([0, 1_000_000]).isLogarithmic, false);
  assert.equal(createScale([0, 0]).position(0), 0);
});

test('few ticks, rising, all values inside, whatever the values are', () => {
  for (const values of [
    [1],
    [3, 59],
    [0.42, 0.43],
    [1, 21],
    [2e-9, 7e12],
    [12, 900_000],
    [0, 1e-7],
  ]) {
    const { ticks, position } = createScale(values);
    assert.ok(ticks.length >= 2 && ticks.length <= 8, `${values}: ${ticks}`);
    assert.deepEqual(
      ticks,
      ticks.toSorted((a, b) => a - b),
    );
    for (const value of [...values, ...ticks]) {
      assert.ok(position(value) >= -1e-9 && position(value) <= 1 + 1e-9, `${values}: ${value}`);
    }
  }
});
