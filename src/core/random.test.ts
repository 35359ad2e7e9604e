import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createRandom, randomInt, shuffled } from './random.ts';

it('gives the same numbers for the same seed, and others for another', () => {
  const take = (seed: string): number[] => {
    const random = createRandom(seed);
    return Array.from({ length: 5 }, random);
  };
  assert.deepEqual(take('a'), take('a'));
  assert.notDeepEqual(take('a'), take('b'));
});

it('is spread evenly: chi-square over 100 bins of 100,000 numbers', () => {
  const random = createRandom('even');
  const bins = new Array<number>(100).fill(0);
  for (let n = 0; n < 100_000; n++) {
    const bin = randomInt(random, 100);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const chiSquare = bins.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
  // 99 degrees of freedom: below 61 or above 149 only once in a thousand seeds.
  assert.ok(chiSquare > 61 && chiSquare < 149, `${chiSquare}`);
});

it('shuffles a copy that holds the same things', () => {
  const items = Array.from({ length: 50 }, (_, n) => n);
  const mixed = shuffled(items, createRandom(1));
  assert.notDeepEqual(mixed, items);
  assert.deepEqual(
    mixed.toSorted((a, b) => a - b),
    items,
  );
});
