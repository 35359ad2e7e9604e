import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Desk } from './desk.ts';

it('times are drawn from the seed and the request, within their bounds', () => {
  const draw = (seed: number, name: string) =>
    new Desk({ models: {}, seed }).drawMs([10, 200], name);
  const drawn = Array.from({ length: 200 }, (_, at) => draw(1, `${at}`));
  assert.deepEqual(
    Array.from({ length: 200 }, (_, at) => draw(1, `${at}`)),
    drawn,
  );
  assert.notDeepEqual(
    Array.from({ length: 200 }, (_, at) => draw(2, `${at}`)),
    drawn,
  );
  assert.ok(drawn.every((ms) => ms >= 10 && ms <= 200));
  assert.ok(Math.max(...drawn) - Math.min(...drawn) > 150);
  assert.equal(new Desk({ models: {} }).drawMs(7, 'x'), 7);
});
