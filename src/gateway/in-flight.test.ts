import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InFlight } from './in-flight.ts';

test('an end is not missed that comes between a question and its answer', async () => {
  const inFlight = new InFlight();
  const { ends } = inFlight;
  await inFlight.during(Promise.resolve());
  assert.equal(await inFlight.nextEnd(ends), true);
  assert.equal(await inFlight.nextEnd(inFlight.ends), false);
  await assert.rejects(inFlight.during(Promise.reject(new Error('x'))));
  assert.equal(await inFlight.nextEnd(ends + 1), true);
});
