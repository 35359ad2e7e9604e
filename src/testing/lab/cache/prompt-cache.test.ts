import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Exchange, PromptPart } from '../../dialects/dialect.ts';
import { AutomaticCache } from './automatic-cache.ts';
import type { CacheUse } from './cache-use.ts';
import { MarkedCache } from './marked-cache.ts';

const scope = { key: 'sk-a', model: 'm', tokensMin: 1_024 };

/** A text of so many tokens, told from others by its letter. */
function text(tokens: number, letter = 'x'): string {
  return letter.repeat(4 * tokens);
}

function exchange(prompt: readonly PromptPart[], promptCacheKey = ''): Exchange {
  return {
    ...{ asked: {}, model: 'm', texts: [], prompt, promptCacheKey, maxOutputTokens: 1 },
    reply: () => ({ text: '' }),
    body: () => ({}),
  };
}

function tokens({ cachedTokens, cacheWriteTokens, cacheWriteHourTokens }: CacheUse) {
  return [cachedTokens, cacheWriteTokens, cacheWriteHourTokens];
}

describe('a prompt cache without marks', () => {
  const long = exchange([{ text: text(2_000) }, { text: text(50, 'a') }]);
  const other = exchange([{ text: text(2_000) }, { text: text(50, 'b') }]);

  it('reads what was sent before, in steps of 128 tokens from 1,024', () => {
    const cache = new AutomaticCache();
    const first = cache.look(long, scope, 0);
    first.begin(0);
    assert.deepEqual(tokens(first), [0, 0, 0]);
    // 15 whole steps are the same: 15 × 128 = 1,920 of 2,000.
    assert.deepEqual(tokens(cache.look(other, scope, 0)), [1_920, 0, 0]);
    // All of 2,050 are the same: 16 × 128.
    assert.deepEqual(tokens(cache.look(long, scope, 0)), [2_048, 0, 0]);
  });

  it('has nothing for others until the first reply has begun', () => {
    const cache = new AutomaticCache();
    const [first, second] = [cache.look(long, scope, 0), cache.look(other, scope, 0)];
    first.begin(500);
    second.begin(500);
    assert.deepEqual([first.cachedTokens, second.cachedTokens], [0, 0]);
    assert.equal(cache.look(other, scope, 501).cachedTokens, 2_048);
  });

  it('keeps nothing shorter than 1,024 tokens', () => {
    const cache = new AutomaticCache();
    for (const [size, read] of [
      [1_023, 0],
      [1_024, 1_024],
    ] as const) {
      const one = exchange([{ text: text(size, String(size % 10)) }]);
      cache.look(one, scope, 0).begin(0);
      assert.equal(cache.look(one, scope, 0).cachedTokens, read);
    }
    // Much was sent, of which too little is the same.
    const [a, b] = ['a', 'b'].map((end) =>
      exchange([{ text: text(900) }, { text: text(900, end) }]),
    );
    assert.ok(a && b);
    cache.look(a, scope, 0).begin(0);
    assert.equal(cache.look(b, scope, 0).cachedTokens, 0);
  });

  it('is apart for keys, models and cache keys', () => {
    const cache = new AutomaticCache();
    cache.look(long, scope, 0).begin(0);
    const marked = exchange(long.prompt, 'mine');
    assert.equal(cache.look(long, { ...scope, key: 'sk-b' }, 0).cachedTokens, 0);
    assert.equal(cache.look(long, { ...scope, model: 'n' }, 0).cachedTokens, 0);
    assert.equal(cache.look(marked, scope, 0).cachedTokens, 0);
    cache.look(marked, scope, 0).begin(0);
    assert.equal(cache.look(marked, scope, 0).cachedTokens, 2_048);
  });

  it('forgets after five minutes without use', () => {
    const cache = new AutomaticCache();
    cache.look(long, scope, 0).begin(0);
    cache.look(long, scope, 299_999).begin(299_999);
    assert.equal(cache.look(long, scope, 599_998).cachedTokens, 2_048);
    assert.equal(cache.look(long, scope, 599_999).cachedTokens, 0);
  });
});

describe('a prompt cache with marks', () => {
  const system: PromptPart = { text: text(2_000), keep: '5m' };
  const asked = (letter: string): PromptPart => ({ text: text(30, letter) });

  it('writes up to the mark, and reads it for other questions', () => {
    const cache = new MarkedCache();
    const first = cache.look(exchange([system, asked('a')]), scope, 0);
    first.begin(0);
    assert.deepEqual(tokens(first), [0, 2_000, 0]);
    assert.deepEqual(tokens(cache.look(exchange([system, asked('b')]), scope, 0)), [2_000, 0, 0]);
    assert.deepEqual(tokens(cache.look(exchange([asked('a'), system]), scope, 0)), [0, 2_030, 0]);
  });

  it('bills the write of everyone who came before the first reply had begun', () => {
    const cache = new MarkedCache();
    const both = ['a', 'b'].map((one) => cache.look(exchange([system, asked(one)]), scope, 0));
    assert.deepEqual(both.map(tokens), [
      [0, 2_000, 0],
      [0, 2_000, 0],
    ]);
  });

  it('tells an hour from five minutes, and reads the longest that is kept', () => {
    const cache = new MarkedCache();
    const hour: PromptPart = { text: text(1_500), keep: '1h' };
    const short: PromptPart = { text: text(400, 'y'), keep: '5m' };
    const first = cache.look(exchange([hour, short, asked('a')]), scope, 0);
    first.begin(0);
    assert.deepEqual(tokens(first), [0, 400, 1_500]);
    const again = exchange([hour, short, asked('b')]);
    assert.deepEqual(tokens(cache.look(again, scope, 1)), [1_900, 0, 0]);
    // After five minutes only what is kept for an hour is left, and the rest is written again.
    assert.deepEqual(tokens(cache.look(again, scope, 300_000)), [1_500, 400, 0]);
    assert.deepEqual(tokens(cache.look(again, scope, 3_600_000)), [0, 400, 1_500]);
  });

  it('lives for its time after the last use', () => {
    const cache = new MarkedCache();
    const one = exchange([system]);
    cache.look(one, scope, 0).begin(0);
    cache.look(one, scope, 299_999).begin(299_999);
    assert.equal(cache.look(one, scope, 599_998).cachedTokens, 2_000);
    assert.equal(cache.look(one, scope, 599_999).cachedTokens, 0);
  });

  it('keeps no prefix of fewer than 1,024 tokens, and nothing without a mark', () => {
    const cache = new MarkedCache();
    const small = exchange([{ text: text(1_023), keep: '5m' }]);
    assert.deepEqual(tokens(cache.look(small, scope, 0)), [0, 0, 0]);
    assert.deepEqual(tokens(cache.look(exchange([{ text: text(9_000) }]), scope, 0)), [0, 0, 0]);
  });

  it('looks back over twenty parts, not over more', () => {
    const cache = new MarkedCache();
    cache.look(exchange([system]), scope, 0).begin(0);
    for (const [between, read] of [
      [19, 2_000],
      [20, 0],
    ] as const) {
      const parts = Array.from({ length: between }, (_, at) => asked(String.fromCharCode(97 + at)));
      const last: PromptPart = { ...asked('z'), keep: '5m' };
      const plain = { text: system.text };
      assert.equal(cache.look(exchange([plain, ...parts, last]), scope, 0).cachedTokens, read);
    }
  });
});
