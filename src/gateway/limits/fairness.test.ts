import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LimitsWorld, limitOf, needOf } from './__fixtures__/limits-world.ts';

interface Work {
  readonly tokens: number;
  readonly latencyMs: number;
}
interface Scene {
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
  readonly places: number;
  /** What every process has to do, at most `places` at a time. */
  readonly workers: readonly (readonly Work[])[];
  /** How much later than told each look comes, in ms; used in turn. */
  readonly lateMs: readonly number[];
}

const scenes: fc.Arbitrary<Scene> = fc.record({
  requestsPerMinute: fc.integer({ min: 20, max: 6_000 }),
  tokensPerMinute: fc.integer({ min: 10_000, max: 2_000_000 }),
  places: fc.integer({ min: 1, max: 12 }),
  workers: fc.array(
    fc.array(
      fc.record({
        tokens: fc.integer({ min: 1, max: 9_000 }),
        latencyMs: fc.integer({ min: 1, max: 4_000 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    { minLength: 1, maxLength: 6 },
  ),
  lateMs: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 20 }),
});

interface Room {
  readonly atMs: number;
  readonly tokens: number;
  readonly endMs: number;
}

/** Plays a scene to its end. Every process asks for the next one while the one before runs. */
function play({ workers, lateMs, places, ...rates }: Scene): { rooms: Room[]; atMs: number } {
  const world = new LimitsWorld();
  const limit = limitOf({ ...rates, concurrency: { min: places, max: places, start: places } });
  const rooms: Room[] = [];
  const due: { atMs: number; run: () => void }[] = [];
  let looks = 0;
  const look = (owner: string, work: readonly Work[], at: number): void => {
    const next = work[at];
    if (!next) return;
    const request = needOf([limit], next.tokens);
    const waitMs = world.take(request, owner);
    const late = lateMs[looks++ % lateMs.length] ?? 0;
    if (waitMs > 0) {
      due.push({ atMs: world.nowMs + waitMs + late, run: () => look(owner, work, at) });
      return;
    }
    const endMs = world.nowMs + next.latencyMs;
    const takenMs = world.nowMs;
    rooms.push({ atMs: takenMs, tokens: next.tokens, endMs });
    due.push({
      atMs: endMs,
      run: () => world.end(request, { takenMs, outcome: 'failed' }, owner),
    });
    due.push({ atMs: world.nowMs + late, run: () => look(owner, work, at + 1) });
  };
  workers.forEach((work, at) => {
    look(`worker ${at}`, work, 0);
  });
  while (due.length > 0) {
    due.sort((a, b) => a.atMs - b.atMs);
    const next = due.shift();
    if (!next) break;
    world.nowMs = Math.max(world.nowMs, next.atMs);
    next.run();
  }
  return { rooms, atMs: world.nowMs };
}

test('in no span is more taken than rate × time + burst, nor more in flight than may be', () => {
  fc.assert(
    fc.property(scenes, (scene) => {
      const { rooms } = play(scene);
      const perMs = {
        request: scene.requestsPerMinute / 60_000,
        token: scene.tokensPerMinute / 60_000,
      };
      const burst = { request: Math.max(1, perMs.request * 1_000), token: perMs.token * 1_000 };
      rooms.forEach((first, from) => {
        let [tokens, largest] = [0, 0];
        rooms.slice(from).forEach((last, count) => {
          const spanMs = last.atMs - first.atMs;
          tokens += last.tokens;
          largest = Math.max(largest, last.tokens);
          assert.ok(count + 1 <= perMs.request * spanMs + burst.request + 1e-3);
          assert.ok(tokens <= perMs.token * spanMs + burst.token + largest + 1e-3);
        });
        const open = rooms.filter(({ atMs, endMs }) => atMs <= first.atMs && endMs > first.atMs);
        assert.ok(open.length <= scene.places);
      });
    }),
    { numRuns: 150 },
  );
});

test('every request is sent in the end, in the time that the limits need or little more', () => {
  fc.assert(
    fc.property(scenes, (scene) => {
      const { rooms, atMs } = play(scene);
      const work = scene.workers.flat();
      assert.deepEqual(
        rooms.map(({ tokens }) => tokens).sort((a, b) => a - b),
        work.map(({ tokens }) => tokens).sort((a, b) => a - b),
      );
      const tokens = work.reduce((sum, one) => sum + one.tokens, 0);
      const latencyMs = work.reduce((sum, one) => sum + one.latencyMs, 0);
      const neededMs =
        (work.length / scene.requestsPerMinute + tokens / scene.tokensPerMinute) * 60_000;
      // In flight one after another at worst, with a look of 100 ms and its delay between two.
      assert.ok(atMs <= neededMs + latencyMs + work.length * 400 + 5_000);
    }),
    { numRuns: 150 },
  );
});
