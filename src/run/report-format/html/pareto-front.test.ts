import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { paretoFront } from './pareto-front.ts';

test('what costs more must be worth more', () => {
  const cheap = { x: 1, y: 0.4 };
  const middle = { x: 2, y: 0.6 };
  const wasteful = { x: 3, y: 0.5 };
  const best = { x: 9, y: 0.9 };
  assert.deepEqual(paretoFront([best, wasteful, cheap, middle]), [cheap, middle, best]);
});

test('of equals all are on the front', () => {
  const [one, same] = [
    { x: 1, y: 0.5 },
    { x: 1, y: 0.5 },
  ];
  assert.deepEqual(paretoFront([one, same, { x: 1, y: 0.4 }, { x: 2, y: 0.5 }]), [one, same]);
});

test('the front equals the running maximum of the points sorted by cost', () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 6 }), y: fc.integer({ min: 0, max: 6 }) });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 20 }), (points) => {
      const bestUpTo = (x: number): number =>
        Math.max(-1, ...points.filter((other) => other.x <= x).map(({ y }) => y));
      const bestBelow = (x: number): number =>
        Math.max(-1, ...points.filter((other) => other.x < x).map(({ y }) => y));
      const expected = points.filter(({ x, y }) => y === bestUpTo(x) && y > bestBelow(x));
      assert.deepEqual(new Set(paretoFront(points)), new Set(expected));
    }),
  );
});
