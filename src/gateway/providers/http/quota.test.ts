import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQuota } from './quota.ts';

const NOW_MS = Date.parse('2026-11-24T12:00:00Z');

test("OpenAI's headers, as its guide to rate limits shows them", () => {
  const headers = new Headers({
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-limit-tokens': '150000',
    'x-ratelimit-remaining-requests': '59',
    'x-ratelimit-remaining-tokens': '149984',
    'x-ratelimit-reset-requests': '1s',
    'x-ratelimit-reset-tokens': '6m0s',
  });
  assert.deepEqual(readQuota(headers, NOW_MS), {
    requests: { limit: 60, remaining: 59, resetMs: 1_000 },
    tokens: { limit: 150_000, remaining: 149_984, resetMs: 360_000 },
  });
});

test("Anthropic's headers, as its page on rate limits names them", () => {
  const headers = new Headers({
    'anthropic-ratelimit-requests-limit': '50',
    'anthropic-ratelimit-requests-remaining': '49',
    'anthropic-ratelimit-requests-reset': '2026-11-24T12:00:01Z',
    'anthropic-ratelimit-tokens-limit': '40000',
    'anthropic-ratelimit-tokens-remaining': '0',
    'anthropic-ratelimit-tokens-reset': '2026-11-24T12:00:47Z',
    'anthropic-ratelimit-input-tokens-limit': '30000',
    'anthropic-ratelimit-input-tokens-remaining': '12000',
    'anthropic-ratelimit-input-tokens-reset': '2026-11-24T12:00:36Z',
  });
  assert.deepEqual(readQuota(headers, NOW_MS), {
    requests: { limit: 50, remaining: 49, resetMs: 1_000 },
    tokens: { limit: 40_000, remaining: 0, resetMs: 47_000 },
  });
});

test("Azure's headers: what is left, without a limit or a time", () => {
  const headers = new Headers({
    'x-ratelimit-remaining-requests': '119',
    'x-ratelimit-remaining-tokens': '117600',
  });
  assert.deepEqual(readQuota(headers, NOW_MS), {
    requests: { remaining: 119 },
    tokens: { remaining: 117_600 },
  });
});

test('spans of every unit, and times that are over', () => {
  const resets = ['20ms', '1.5s', '1h2m3s', '7', '2026-11-24T11:59:00Z', 'soon', '5 s', ''];
  const read = resets.map((reset) => {
    const headers = new Headers({
      'x-ratelimit-remaining-tokens': '1',
      'x-ratelimit-reset-tokens': reset,
    });
    return readQuota(headers, NOW_MS)?.tokens?.resetMs;
  });
  assert.deepEqual(read, [20, 1_500, 3_723_000, 7_000, 0, undefined, undefined, undefined]);
});

test('headers that say nothing, or no number, are no word', () => {
  const none = [{}, { 'retry-after': '3' }, { 'x-ratelimit-remaining-requests': '-1' }];
  assert.deepEqual(
    none.map((headers) => readQuota(new Headers(headers as Record<string, string>), NOW_MS)),
    [undefined, undefined, undefined],
  );
});
