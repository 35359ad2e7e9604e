import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Usage } from '../../../contracts/model.ts';
import { CacheChances } from './cache-chances.ts';

function usage(cached: number): Usage {
  return {
    ...{ inputTokens: 2_000 - cached, cachedInputTokens: cached, cacheWriteTokens: 0 },
    ...{ outputTokens: 1, reasoningTokens: 0, source: 'reported' },
  };
}

/** The first reply takes a second; the others are sent so much later, a second apart. */
function unit(chances: CacheChances, name: string, cached: readonly number[], laterMs = 1_000) {
  for (const [at, tokens] of cached.entries()) {
    const sentMs = at === 0 ? 0 : laterMs + at * 1_000 - 1_000;
    chances.add(name, usage(tokens), { sentMs, latencyMs: 1_000 });
  }
}

test('replies after the first of a unit are chances, and a cold machine is a miss', () => {
  const chances = new CacheChances();
  unit(chances, 'a', [0, ...Array(9).fill(1_920), 0]);
  unit(chances, 'b', [0, 0, ...Array(9).fill(1_536)]);
  assert.deepEqual(chances.counted(), { cacheChances: 20, cacheHits: 18 });
});

test('what is sent before the first reply has come is no chance', () => {
  const chances = new CacheChances();
  unit(chances, 'a', [0, 0, ...Array(10).fill(1_920)], 999);
  assert.deepEqual(chances.counted(), { cacheChances: 10, cacheHits: 10 });
});

test('units that share little, or are short, say nothing', () => {
  const chances = new CacheChances();
  unit(chances, 'other chunks', [0, ...Array(20).fill(0), 128, 1_920, 128]);
  unit(chances, 'short', [0, ...Array(9).fill(1_920)]);
  assert.deepEqual(chances.counted(), { cacheChances: 0, cacheHits: 0 });
});
