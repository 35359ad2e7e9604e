import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InFlight } from './in-flight.ts';

test('an end is not missed that comes between a question and its answer', async () => {
  const inFlight = new InFlight();
  const { ends } = inFlight;
  await inFlight.during(Promise.resolve());
  await inFlight.nextEnd(ends);
  let woken = false;
  const next = inFlight.nextEnd(inFlight.ends).then(() => {
    woken = true;
  });
  await new Promise(setImmediate);
  assert.equal(woken, false);
  await assert.rejects(inFlight.during(Promise.reject(new Error('x'))));
  await next;
});
