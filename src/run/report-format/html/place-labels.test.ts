import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placeLabels } from './place-labels.ts';

const BOUNDS = { left: 0, right: 300, top: 0, bottom: 200 };

test('a lone label stands to the right of its point, at its height', () => {
  const [label] = placeLabels([{ x: 50, y: 60, text: 'A' }], BOUNDS);
  assert.deepEqual({ right: (label?.x ?? 0) > 55, y: label?.y }, { right: true, y: 60 });
});

test('points in the same place share a label', () => {
  const labels = placeLabels(
    [
      { x: 50, y: 60, text: 'A' },
      { x: 51, y: 60, text: 'B' },
      { x: 150, y: 60, text: 'C' },
    ],
    BOUNDS,
  );
  assert.deepEqual(
    labels.map(({ text }) => text),
    ['A B', 'C'],
  );
});

test('labels cover no point and no other label where there is room', () => {
  const point = fc.record({
    x: fc.integer({ min: 30, max: 270 }),
    y: fc.integer({ min: 30, max: 170 }),
  });
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 5 }), (points) => {
      const named = points.map((at, index) => ({ ...at, text: 'ABCDE'[index] ?? '' }));
      const labels = placeLabels(named, BOUNDS);
      for (const [at, label] of labels.entries()) {
        const width = label.text.length * 8;
        for (const other of labels.slice(at + 1)) {
          const apart = (width + other.text.length * 8) / 2;
          assert.ok(Math.abs(label.x - other.x) >= apart || Math.abs(label.y - other.y) >= 13);
        }
      }
    }),
  );
});
