import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecentCache } from './recent-cache.ts';

/** A cache that writes down what it had to compute. */
function counting(sizeMax: number) {
  const cache = createRecentCache<string>(sizeMax);
  const computed: string[] = [];
  const get = (key: string, size: number) =>
    cache.get(key, size, async () => {
      computed.push(key);
      return key.toUpperCase();
    });
  return { get, computed, cache };
}

test('what was used last stays, what was used longest ago goes', async () => {
  const { get, computed } = counting(10);
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b'])
    assert.equal(await get(key, 4), key.toUpperCase());
  assert.deepEqual(computed, ['a', 'b', 'c', 'b']);
});

test('an entry that is larger than the cache stays until the next one comes', async () => {
  const { get, computed } = counting(10);
  for (const key of ['a', 'big', 'big', 'a']) await get(key, key === 'big' ? 50 : 4);
  assert.deepEqual(computed, ['a', 'big', 'a']);
});

test('two requests at the same time share one result', async () => {
  const { get, computed } = counting(10);
  assert.deepEqual(await Promise.all([get('a', 1), get('a', 1)]), ['A', 'A']);
  assert.deepEqual(computed, ['a']);
});

test('a failure is not kept', async () => {
  const { cache } = counting(10);
  await assert.rejects(
    cache.get('a', 1, () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await cache.get('a', 1, async () => 'yes'), 'yes');
});
