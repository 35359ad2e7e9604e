import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LimitsWorld, limitOf, needOf } from './__fixtures__/limits-world.ts';

const LIMITED = { takenMs: 0, outcome: 'limited' } as const;
const SERVED = { takenMs: 0, outcome: 'served' } as const;

function stateOf(world: LimitsWorld) {
  const state = world.document.limits['key model'];
  assert.ok(state);
  return state;
}

test('refusals cut the rate once per episode, and a clean second gives a twentieth back', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ requestsPerMinute: 600 })]);
  for (let n = 0; n < 10; n++) world.take(request);
  world.nowMs = 500;
  for (let n = 0; n < 5; n++) world.end(request, LIMITED);
  assert.equal(stateOf(world).rateShare, 0.7);
  // Served, but sent before the cut: says nothing.
  for (let n = 0; n < 5; n++) world.end(request, SERVED);
  assert.equal(stateOf(world).served, 0);
  // 7 a second now: the next second of them is clean.
  for (let n = 0; n < 7; n++) world.end(request, { ...SERVED, takenMs: 600 });
  assert.equal(stateOf(world).rateShare, 0.75);
  world.end(request, { ...LIMITED, takenMs: 700 });
  assert.equal(Number(stateOf(world).rateShare.toFixed(6)), 0.525);
  for (let n = 0; n < 500; n++) {
    world.nowMs += 100;
    world.end(request, { ...SERVED, takenMs: world.nowMs });
  }
  assert.equal(stateOf(world).rateShare, 1);
});

test('the rate is never cut below a tenth', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ requestsPerMinute: 600 })]);
  world.take(request);
  for (let n = 1; n < 20; n++) {
    world.nowMs = n;
    world.end(request, { ...LIMITED, takenMs: n });
  }
  assert.equal(stateOf(world).rateShare, 0.1);
  // A second holds one request still.
  assert.equal(world.take(request), 0);
  assert.equal(world.take(request), 1_000);
});

test('what may be in flight doubles until the first refusal, then grows by one a round', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ concurrency: { min: 2, max: 20, start: 2 } })]);
  const fill = (): number => {
    let places = 0;
    while (world.take(request) === 0) places += 1;
    return places;
  };
  const serve = (many: number): void => {
    for (let n = 0; n < many; n++) world.end(request, { ...SERVED, takenMs: world.nowMs });
  };
  const sizes = [fill()];
  for (let round = 0; round < 3; round++) {
    serve(sizes.at(-1) ?? 0);
    sizes.push(fill());
  }
  assert.deepEqual(sizes, [2, 4, 8, 16]);
  world.nowMs = 1_000;
  for (let n = 0; n < 16; n++) world.end(request, LIMITED);
  // 16 × 0.7, once.
  assert.equal(fill(), 11);
  serve(12);
  assert.equal(fill(), 12);
});

test('growing ends at the bound, and cutting at the lower one', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ concurrency: { min: 3, max: 4, start: 4 } })]);
  for (let n = 0; n < 4; n++) world.take(request);
  for (let n = 0; n < 4; n++) world.end(request, SERVED);
  assert.equal(stateOf(world).window, 4);
  for (let n = 1; n < 4; n++) {
    world.nowMs = n;
    world.take(request);
    world.end(request, { ...LIMITED, takenMs: n });
  }
  assert.equal(stateOf(world).window, 3);
});

test('where nothing is stated, a refusal bounds what is in flight to less than there was', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf()]);
  for (let n = 0; n < 100; n++) assert.equal(world.take(request), 0);
  world.end(request, LIMITED);
  assert.equal(stateOf(world).window, 70);
  assert.equal(world.take(request), 100);
});

test('nobody sends while the vendor asks to wait, but a pause of an hour is not sat through', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ requestsPerMinute: 6_000 })]);
  world.take(request);
  world.end(request, { ...LIMITED, retryAfterMs: 7_000 });
  world.nowMs = 6_000;
  assert.equal(world.take(request), 1_000);
  world.nowMs = 7_000;
  assert.equal(world.take(request), 0);
  world.end(request, { ...LIMITED, takenMs: 7_000, retryAfterMs: 3_600_000 });
  assert.equal(world.take(request), 0);
});

test("limits that are not stated are learned from the vendor's headers", () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf()], 100);
  for (let n = 0; n < 50; n++) assert.equal(world.take(request), 0);
  world.end(request, { ...SERVED, quota: { requests: { limit: 60 }, tokens: { limit: 6_000 } } });
  assert.equal(world.take(request), 0);
  // A second of tokens is 100: the next one comes when 100 are owed no more.
  assert.equal(world.take(request), 1_000);
});

test('a stated limit is never passed, whatever the vendor allows, but a lower one is kept', () => {
  const quotas = [{ limit: 6_000 }, { limit: 60 }];
  const bursts = quotas.map((requests) => {
    const world = new LimitsWorld();
    const request = needOf([limitOf({ requestsPerMinute: 600 })]);
    world.take(request);
    world.end(request, { ...SERVED, quota: { requests } });
    world.nowMs = 10_000;
    let taken = 0;
    while (world.take(request) === 0) taken += 1;
    return taken;
  });
  assert.deepEqual(bursts, [10, 1]);
});

test('what the vendor says is left is not passed, and comes back as it says', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ tokensPerMinute: 60_000 })], 800);
  world.take(request);
  const tokens = { limit: 60_000, remaining: 1_000, resetMs: 59_000 };
  world.end(request, { ...SERVED, quota: { tokens } });
  world.nowMs = 10_000;
  // Others use the key: of 60,000 only 1,000 were left, and 59,000 come back in 59 s.
  const short = needOf([limitOf({ tokensPerMinute: 60_000 })], 12_000);
  assert.equal(world.take(short), 1_000);
  world.nowMs = 11_000;
  assert.equal(world.take(short), 0);
});

test("a vendor's word is old when its limit would be full again", () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf()]);
  world.take(request);
  world.end(request, { ...SERVED, quota: { requests: { remaining: 0, resetMs: 2_500 } } });
  assert.equal(world.take(request), 2_500);
  world.nowMs = 2_500;
  assert.deepEqual([world.take(request), world.take(request)], [0, 0]);
});

test('what concerns one limit does not change the others of a request', () => {
  const world = new LimitsWorld();
  const provider = limitOf({ name: 'provider', requestsPerMinute: 60_000, adapts: false });
  const request = needOf([provider, limitOf({ requestsPerMinute: 600 })]);
  world.take(request);
  world.end(request, { ...LIMITED, retryAfterMs: 1_000, quota: { requests: { limit: 60 } } });
  const { pausedUntilMs, rateShare, requests } = world.document.limits.provider ?? {};
  assert.deepEqual([pausedUntilMs, rateShare, requests?.vendor], [0, 1, undefined]);
});
