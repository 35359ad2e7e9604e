import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Usage } from '../../contracts/model.ts';
import { LimitsWorld, limitOf, needOf } from './__fixtures__/limits-world.ts';
import { exchange } from './exchange.ts';
import { NO_LIMITS } from './limit-state.ts';

// All expected values are by hand: 600 a minute are 10 a second, one every 100 ms.

function usage(tokens: Partial<Usage>): Usage {
  const none = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };
  return { ...none, reasoningTokens: 0, source: 'reported', ...tokens };
}

test('a second of requests may go at once, then one in every interval', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ requestsPerMinute: 600 })]);
  const waits = Array.from({ length: 12 }, () => world.take(request));
  assert.deepEqual(waits, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 100]);
  world.nowMs = 99;
  assert.equal(world.take(request), 1);
  world.nowMs = 100;
  assert.equal(world.take(request), 0);
  assert.equal(world.take(request), 100);
  world.nowMs = 60_000;
  const later = Array.from({ length: 11 }, () => world.take(request));
  assert.deepEqual(later, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100]);
});

test('three a minute: one at once, the next after 20 seconds', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ requestsPerMinute: 3 })]);
  assert.deepEqual([world.take(request), world.take(request)], [0, 20_000]);
});

test('a request of a quarter of a minute passes, and all later ones pay its debt', () => {
  const world = new LimitsWorld();
  const limit = limitOf({ tokensPerMinute: 2_000_000 });
  assert.equal(world.take(needOf([limit], 500_000)), 0);
  // The bucket held a second, 33,333 tokens; 466,667 of debt take 14 seconds.
  assert.equal(world.take(needOf([limit], 10)), 14_000);
  world.nowMs = 14_000;
  assert.equal(world.take(needOf([limit], 500_000)), 0);
});

test('a request of a whole minute passes when nothing else is owed', () => {
  const world = new LimitsWorld();
  const limit = limitOf({ tokensPerMinute: 60_000 });
  assert.equal(world.take(needOf([limit], 500)), 0);
  assert.equal(world.take(needOf([limit], 60_000)), 500);
  world.nowMs = 500;
  assert.equal(world.take(needOf([limit], 60_000)), 0);
});

test('input that no minute could hold is refused, with the limit that it passes', () => {
  const world = new LimitsWorld();
  const limit = limitOf({ tokensPerMinute: 30_000 });
  const { answers } = world.exchange({ ends: [], takes: [needOf([limit], 30_001)] });
  assert.deepEqual(answers, [{ kind: 'too-large', limit: 'key model', tokensPerMinute: 30_000 }]);
  // The most that may be written counts as long as it is not written: it is no reason to refuse.
  const long = { ...needOf([limit], 20_000), outputTokensMax: 16_000 };
  assert.equal(world.take(long), 0);
});

test('tokens that were not used are given back, and those beyond the estimate taken', () => {
  const world = new LimitsWorld();
  const limit = limitOf({ tokensPerMinute: 60_000 });
  const request = { limits: [limit], inputTokens: 1_000, outputTokensMax: 3_000 };
  assert.deepEqual([world.take(request), world.take(request)], [0, 3_000]);
  const end = { takenMs: 0, outcome: 'served' } as const;
  world.end(request, { ...end, usage: usage({ inputTokens: 1_200, outputTokens: 300 }) });
  // 1,000 in the bucket less 1,500 used.
  assert.equal(world.take(request), 500);
});

test('vendors count tokens in four ways', () => {
  const used = usage({
    inputTokens: 400,
    cachedInputTokens: 2_000,
    cacheWriteTokens: 100,
    outputTokens: 50,
  });
  const left = (['used', 'reserved', 'uncached', 'input'] as const).map((counting) => {
    const world = new LimitsWorld();
    const limit = limitOf({ tokensPerMinute: 60_000, counting });
    const request = { limits: [limit], inputTokens: 2_400, outputTokensMax: 600 };
    world.take(request);
    world.end(request, { takenMs: 0, outcome: 'served', usage: used });
    return 1_000 - (world.document.limits['key model']?.tokens.level ?? Number.NaN);
  });
  assert.deepEqual(left, [2_550, 3_100, 550, 2_500]);
});

test('a request that was not sent gives all back; one of unknown end keeps its estimate', () => {
  const world = new LimitsWorld();
  const limit = limitOf({ requestsPerMinute: 60, tokensPerMinute: 60_000 });
  const request = needOf([limit], 1_000);
  const levels = (): readonly unknown[] => {
    const { requests, tokens } = world.document.limits['key model'] ?? {};
    return [requests?.level, tokens?.level];
  };
  world.take(request);
  assert.deepEqual(levels(), [0, 0]);
  world.end(request, { takenMs: 0, outcome: 'not-sent' });
  assert.deepEqual(levels(), [1, 1_000]);
  world.take(request);
  world.end(request, { takenMs: 0, outcome: 'failed' });
  assert.deepEqual(levels(), [0, 0]);
});

test('room is taken in all limits or in none', () => {
  const world = new LimitsWorld();
  const wide = limitOf({ name: 'key', requestsPerMinute: 600, adapts: false });
  const narrow = limitOf({ requestsPerMinute: 3 });
  assert.equal(world.take(needOf([wide, narrow])), 0);
  assert.equal(world.take(needOf([wide, narrow])), 20_000);
  assert.equal(world.document.limits.key?.requests.level, 9);
});

test('who waits for a limit is not overtaken in it, and holds up no other', () => {
  const world = new LimitsWorld();
  const shared = limitOf({ name: 'provider', concurrency: { min: 1, max: 9, start: 9 } });
  const slow = limitOf({ name: 'slow', requestsPerMinute: 3 });
  const fast = limitOf({ name: 'fast', requestsPerMinute: 600 });
  const takes = [slow, slow, fast, slow].map((limit) => needOf([shared, limit]));
  const kinds = world.exchange({ ends: [], takes }).answers.map(({ kind }) => kind);
  assert.deepEqual(kinds, ['taken', 'wait', 'taken', 'wait']);
});

test('a look that changes nothing leaves the document as it was', () => {
  const request = needOf([limitOf({ requestsPerMinute: 3 })]);
  const asker = { owner: 'a', nowMs: 0 };
  const { document } = exchange(NO_LIMITS, { ends: [], takes: [request] }, asker);
  const again = exchange(document, { ends: [], takes: [request] }, { owner: 'a', nowMs: 1_000 });
  assert.deepEqual(again.answers, [{ kind: 'wait', ms: 19_000 }]);
  assert.equal(again.document, document);
});

test('a clock that was set back neither brings room nor takes it for good', () => {
  const world = new LimitsWorld();
  world.nowMs = 3_600_000;
  const request = needOf([limitOf({ requestsPerMinute: 60 })]);
  assert.deepEqual([world.take(request), world.take(request)], [0, 1_000]);
  world.nowMs = 0;
  assert.equal(world.take(request), 1_000);
  // Whoever looks does not write; the first write takes over the new time.
  world.end(request, { takenMs: 0, outcome: 'failed' });
  world.nowMs = 1_000;
  assert.equal(world.take(request), 0);
});

test('processes whose clocks differ do not gain the difference with each turn', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ requestsPerMinute: 600 })]);
  let taken = 0;
  for (let turn = 0; turn < 200; turn++) {
    // Every 50 ms one of them asks until it has to wait; the clock of b is 5 s behind.
    world.nowMs = 10_000 + turn * 50 - (turn % 2) * 5_000;
    while (world.take(request, turn % 2 === 0 ? 'a' : 'b') === 0) taken += 1;
  }
  // A second at once, and ten seconds of ten.
  assert.ok(taken >= 105 && taken <= 110, `${taken} taken`);
});

test('the rooms of a process that is silent are free after 20 seconds, and its word is void', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ concurrency: { min: 1, max: 2, start: 2 } })]);
  assert.deepEqual([world.take(request, 'a'), world.take(request, 'b')], [0, 0]);
  world.nowMs = 19_000;
  assert.equal(world.take(request, 'b'), 100);
  world.nowMs = 20_000;
  assert.equal(world.take(request, 'b'), 0);
  assert.equal(world.exchange({ ends: [], takes: [] }, 'b').workers, 1);
  // It was asleep only, and ends what it no longer holds.
  world.end(request, { takenMs: 0, outcome: 'failed' }, 'a');
  assert.equal(world.take(request, 'b'), 100);
});

test('two processes share what may be in flight, although one always knows first', () => {
  const world = new LimitsWorld();
  const request = needOf([limitOf({ concurrency: { min: 1, max: 4, start: 4 } })]);
  for (let place = 0; place < 4; place++) assert.equal(world.take(request, 'a'), 0);
  assert.equal(world.take(request, 'b'), 100);
  for (let at = 1; at <= 4; at++) {
    world.nowMs = at * 10;
    const ends = [{ request, takenMs: 0, outcome: 'failed' } as const];
    world.exchange({ ends, takes: [request] }, 'a');
    world.take(request, 'b');
  }
  const { holders } = world.document.limits['key model'] ?? {};
  assert.deepEqual([holders?.a?.inFlight, holders?.b?.inFlight], [2, 2]);
});
