import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatRequest } from '../../contracts/model.ts';
import { cacheKey, SharedPrefixes } from './shared-prefix.ts';

const promptCache = { minTokens: 12, idleMs: 1, asked: true, marks: false };
const route = { promptCache };
const model = { logicalModel: 'm-1', routes: [route] } as const;
const MEMORIES = '[Memory]\n😀\n';

function requestOf(question: string, changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: `${MEMORIES}${question}` },
    ],
    maxOutputTokens: 10,
    cachePrefix: MEMORIES.length,
    ...changes,
  };
}

/** A token a character. */
const prefixes = new SharedPrefixes((text) => text.length);
const keyOf = (request: ChatRequest, logicalModel = 'm-1'): string | undefined =>
  prefixes.of({ ...model, logicalModel }, request, { questions: 2 })?.key;

test('questions on one context have one key, which tells nothing of the text', () => {
  const key = keyOf(requestOf('Where?'));
  assert.match(key ?? '', /^[0-9a-f]{16}$/);
  assert.equal(keyOf(requestOf('When did it happen?')), key);
  assert.equal(keyOf(requestOf('Where?', { maxOutputTokens: 99 })), key);
});

test('another model, context or tool has another key', () => {
  const others = [
    keyOf(requestOf('Where?')),
    keyOf(requestOf('Where?'), 'm-2'),
    keyOf(requestOf('Where?', { cachePrefix: MEMORIES.length - 1 })),
    keyOf(requestOf('Where?', { tools: [{ name: 't', description: '', parameters: {} }] })),
    keyOf(requestOf('Where?', { messages: [{ role: 'user', content: MEMORIES }] })),
  ];
  assert.equal(new Set(others).size, others.length);
  assert.ok(!others.includes(undefined));
});

test('nothing is cached that nobody shares, that is too short, or that is not wanted', () => {
  const request = requestOf('Where?');
  const of = (changes: Partial<ChatRequest>, questions?: number) =>
    prefixes.of(model, { ...request, ...changes }, questions === undefined ? {} : { questions });
  assert.equal(of({}), undefined);
  assert.equal(of({}, 1), undefined);
  assert.ok(of({}, 2));
  assert.equal(of({ cachePrefix: 0 }, 2), undefined);
  // 9 characters of the system message and 2 of the prefix.
  assert.equal(of({ cachePrefix: 2 }, 2), undefined);
  assert.ok(of({ cachePrefix: 3 }, 2));
  assert.equal(prefixes.of({ ...model, routes: [{}] }, request, { questions: 2 }), undefined);
});

test('a vendor that caches by itself is told nothing', () => {
  const found = prefixes.of(model, requestOf('Where?'), { questions: 2 });
  assert.ok(found);
  assert.deepEqual(cacheKey(found, route), { promptCacheKey: found.key });
  assert.deepEqual(cacheKey(found, { promptCache: { ...promptCache, asked: false } }), {});
  assert.deepEqual(cacheKey(found, {}), {});
  assert.deepEqual(cacheKey(undefined, route), {});
});
