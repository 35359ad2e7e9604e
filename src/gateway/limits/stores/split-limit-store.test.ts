import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LimitStore } from '../../../contracts/limits.ts';
import { MabError } from '../../../core/errors.ts';
import { limitOf, needOf } from '../__fixtures__/limits-world.ts';
import { createDividedLimitStore, divided } from './divided-limit-store.ts';
import { createMemoryLimitStore } from './memory-limit-store.ts';
import { SplitLimitStore } from './split-limit-store.ts';

const outage = (): MabError => new MabError('LIMITS_UNREACHABLE', 'Nobody answers.');
const NOBODY = { document: 'server', ends: [], takes: [] };

/** A shared place that four processes use, and that can be out of reach. */
function scene(workers?: number) {
  let nowMs = 1_000_000;
  const clock = { now: () => nowMs, elapsed: () => nowMs, sleep: async () => undefined };
  const place = { isAway: false, error: outage(), opened: 0, asked: 0 };
  const told: (string | undefined)[] = [];
  const open = (): LimitStore => {
    place.opened += 1;
    const memory = createMemoryLimitStore(() => nowMs);
    return {
      close: async () => undefined,
      async exchange(news) {
        place.asked += 1;
        if (place.isAway) throw place.error;
        return { ...(await memory.exchange(news)), workers: 4 };
      },
    };
  };
  const onSplit = (count: number | undefined, error: MabError | undefined): void => {
    told.push(count === undefined ? 'shared' : `1/${count} ${error?.message}`);
  };
  const store = new SplitLimitStore({ clock, open, workers, onSplit });
  const passed = (ms: number): void => {
    nowMs += ms;
  };
  return { store, place, told, passed };
}

async function burst(store: LimitStore, requestsPerMinute: number): Promise<number> {
  const takes = Array.from({ length: 200 }, () => needOf([limitOf({ requestsPerMinute })]));
  const { answers } = await store.exchange({ ...NOBODY, takes });
  return answers.filter(({ kind }) => kind === 'taken').length;
}

test('out of reach, each of four keeps to a quarter until the place answers again', async () => {
  const { store, place, told, passed } = scene();
  assert.equal(await burst(store, 6_000), 100);
  place.isAway = true;
  assert.equal(await burst(store, 6_000), 25);
  assert.deepEqual(told, ['1/4 Nobody answers.']);
  // It is left alone for five seconds, then asked once.
  passed(4_999);
  const { asked } = place;
  assert.equal(await burst(store, 6_000), 25);
  assert.equal(place.asked, asked);
  passed(1);
  await store.exchange(NOBODY);
  assert.equal(place.asked, asked + 1);
  place.isAway = false;
  passed(5_000);
  assert.equal(await burst(store, 6_000), 100);
  assert.deepEqual(told, ['1/4 Nobody answers.', 'shared']);
  // Under a new name each time: what was taken before an outage is not counted after it.
  assert.equal(place.opened, 3);
});

test('before its first answer an outage is an error, unless the number of processes is known', async () => {
  const unknown = scene();
  unknown.place.isAway = true;
  await assert.rejects(unknown.store.exchange(NOBODY), { code: 'LIMITS_UNREACHABLE' });
  const known = scene(5);
  known.place.isAway = true;
  assert.equal(await burst(known.store, 6_000), 20);
});

test('an error of another kind is passed on', async () => {
  const { store, place } = scene(4);
  place.isAway = true;
  place.error = new MabError('PACKAGE_MISSING', 'No client.');
  await assert.rejects(store.exchange(NOBODY), { code: 'PACKAGE_MISSING' });
});

test('a limit is divided by rate, and by places of at least one', () => {
  const concurrency = { min: 2, max: 10, start: 6 };
  const limit = limitOf({ requestsPerMinute: 500, tokensPerMinute: 90_000, concurrency });
  assert.deepEqual(divided(limit, 4), {
    ...{ name: 'key model', counting: 'used', adapts: true },
    ...{ requestsPerMinute: 125, tokensPerMinute: 22_500 },
    concurrency: { min: 1, max: 2, start: 1 },
  });
  assert.deepEqual(divided(limitOf(), 4), limitOf());
});

test("what the vendor says of all is a part's part", async () => {
  const parts = createDividedLimitStore(
    createMemoryLimitStore(() => 1_000_000),
    () => 4,
  );
  const request = needOf([limitOf()]);
  await parts.exchange({ ...NOBODY, takes: [request] });
  const requests = { limit: 240, remaining: 40, resetMs: 50_000 };
  const end = { request, takenMs: 1_000_000, outcome: 'served', quota: { requests } } as const;
  const takes = Array.from({ length: 3 }, () => request);
  const { answers } = await parts.exchange({ document: 'server', ends: [end], takes });
  // 240 a minute are 60 a minute for each: one at once, the next after a second.
  assert.deepEqual(answers, [
    { kind: 'taken', takenMs: 1_000_000 },
    { kind: 'wait', ms: 1_000 },
    { kind: 'wait', ms: 1_000 },
  ]);
});
