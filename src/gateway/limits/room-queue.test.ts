import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LimitStore, RoomNews } from '../../contracts/limits.ts';
import type { Clock } from '../../core/clock.ts';
import { limitOf } from './__fixtures__/limits-world.ts';
import { RoomQueue } from './room-queue.ts';
import { createMemoryLimitStore } from './stores/memory-limit-store.ts';

/** A clock whose sleepers wake one after another, each at its time, when nothing else is to do. */
class SleepyClock implements Clock {
  #nowMs = 1_000_000;
  #sleepers: { atMs: number; wake: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  elapsed(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = { atMs: this.#nowMs + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Lets time pass, sleeper by sleeper. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#sleepers.sort((a, b) => a.atMs - b.atMs);
      const [first] = this.#sleepers;
      if (!first || first.atMs > untilMs) break;
      this.#sleepers.shift();
      this.#nowMs = first.atMs;
      first.wake();
    }
    this.#nowMs = untilMs;
  }
}

interface Counted extends LimitStore {
  readonly news: RoomNews[];
}

/** The store of one process that remembers what it was asked. */
function countedStore(clock: Clock): Counted {
  const store = createMemoryLimitStore(() => clock.now());
  const news: RoomNews[] = [];
  return {
    ...{ news, close: store.close },
    exchange(one) {
      news.push(one);
      return store.exchange(one);
    },
  };
}

function scene() {
  const clock = new SleepyClock();
  const store = countedStore(clock);
  const told: number[] = [];
  const queue = new RoomQueue({ store, clock, onWaiting: (waiting) => told.push(waiting) });
  const startMs = clock.now();
  return { ...{ clock, store, queue, told }, atMs: () => clock.now() - startMs };
}

const NEED = { inputTokens: 10, outputTokensMax: 0 };
const never = new AbortController().signal;

test('first come, first served; a thousand that wait ask the store no more than one would', async () => {
  const { clock, store, queue, told, atMs } = scene();
  const place = { document: 'server', limits: [limitOf({ requestsPerMinute: 600 })] };
  const order: number[] = [];
  for (let n = 0; n < 1_000; n++) {
    void queue.enter(place, NEED, never).then((room) => {
      order.push(n);
      room.end({ outcome: 'failed' });
    });
  }
  await clock.pass(9_950);
  // 10 at once and one every 100 ms.
  assert.equal(order.length, 109);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
  assert.ok(store.news.length <= 2 * 109, `asked ${store.news.length} times`);
  assert.deepEqual(told, [960, 930, 900]);
  await clock.pass(95_000);
  assert.equal(order.length, 1_000);
  assert.equal(told.at(-1), 0);
  await queue.settled();
  assert.equal(atMs(), 104_950);
});

test('a call that is aborted leaves the queue at once, and the next one moves up', async () => {
  const { clock, queue } = scene();
  const place = { document: 'server', limits: [limitOf({ requestsPerMinute: 3 })] };
  const first = await queue.enter(place, NEED, never);
  const impatient = new AbortController();
  const second = queue.enter(place, NEED, impatient.signal);
  const third = queue.enter(place, NEED, never);
  const refused = assert.rejects(second, /gone home/);
  impatient.abort(new Error('gone home'));
  await refused;
  await clock.pass(20_000);
  (await third).end({ outcome: 'failed' });
  first.end({ outcome: 'failed' });
  await queue.settled();
  await assert.rejects(queue.enter(place, NEED, impatient.signal), /gone home/);
});

test('an end makes room for one that waits, without a look of its own', async () => {
  const { clock, queue, atMs } = scene();
  const concurrency = { min: 1, max: 1, start: 1 };
  const place = { document: 'server', limits: [limitOf({ concurrency })] };
  const first = await queue.enter(place, NEED, never);
  const second = queue.enter(place, NEED, never);
  await clock.pass(1_030);
  first.end({ outcome: 'failed' });
  const room = await second;
  assert.equal(atMs(), 1_030);
  room.end({ outcome: 'failed' });
  await queue.settled();
});

test('calls of one model do not wait behind those of another', async () => {
  const { queue } = scene();
  const slow = { document: 'server', limits: [limitOf({ name: 'slow', requestsPerMinute: 3 })] };
  const fast = { document: 'server', limits: [limitOf({ name: 'fast' })] };
  await queue.enter(slow, NEED, never);
  const stop = new AbortController();
  const waiting = queue.enter(slow, NEED, stop.signal).catch(() => 'stopped');
  await queue.enter(fast, NEED, never);
  stop.abort();
  assert.equal(await waiting, 'stopped');
});

test('a process that holds room says so, however long its call takes', async () => {
  const { clock, store, queue } = scene();
  const room = await queue.enter({ document: 'server', limits: [limitOf()] }, NEED, never);
  await clock.pass(60_000);
  assert.equal(store.news.length, 13);
  room.end({ outcome: 'failed' });
  await queue.settled();
  await clock.pass(60_000);
  assert.equal(store.news.length, 14);
});

test('what no minute could hold is an error that names the limit', async () => {
  const { queue } = scene();
  const place = { document: 'server', limits: [limitOf({ tokensPerMinute: 30_000 })] };
  await assert.rejects(queue.enter(place, { inputTokens: 65_536, outputTokensMax: 100 }, never), {
    code: 'REQUEST_OVER_LIMIT',
    message:
      'A request of about 65,536 tokens is more than the 30,000 tokens a minute of its rate limit (tpm).',
  });
});

test('where the place of the limits fails, the calls that asked fail, and the next ones ask again', async () => {
  const clock = new SleepyClock();
  const store = createMemoryLimitStore(() => clock.now());
  let broken = true;
  const queue = new RoomQueue({
    clock,
    onWaiting: () => undefined,
    store: {
      ...store,
      exchange: (news) => (broken ? Promise.reject(new Error('broken')) : store.exchange(news)),
    },
  });
  const place = { document: 'server', limits: [limitOf()] };
  await assert.rejects(queue.enter(place, NEED, never), /broken/);
  broken = false;
  (await queue.enter(place, NEED, never)).end({ outcome: 'failed' });
  await queue.settled();
});
