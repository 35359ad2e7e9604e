import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AccountLimits } from './account-limits.ts';
import { goDuration, limitHeaders, retryHeaders } from './limit-headers.ts';

const need = { inputTokens: 100, uncachedTokens: 40, outputTokensMax: 50 };

describe('the limits of an account', () => {
  it('count input and asked output at OpenAI, which is never given back', () => {
    const limits = new AccountLimits({ tokensPerMinute: 600 }, 'openai', 0);
    assert.equal(limits.enter(need, 0), undefined);
    limits.end(1, 0);
    assert.equal(limits.state('tokens', 0)?.remaining, 450);
  });

  it('count uncached input at Anthropic, and output when it is there', () => {
    const bounds = { inputTokensPerMinute: 600, outputTokensPerMinute: 60, tokensPerMinute: 900 };
    const limits = new AccountLimits(bounds, 'anthropic', 0);
    const left = () =>
      (['tokens', 'input-tokens', 'output-tokens'] as const).map(
        (kind) => limits.state(kind, 0)?.remaining,
      );
    assert.equal(limits.enter(need, 0), undefined);
    assert.deepEqual(left(), [860, 560, 60]);
    limits.end(75, 0);
    assert.deepEqual(left(), [785, 560, 0]);
    // In debt with 15 of 60 a minute: 15 seconds to nothing, another to one.
    assert.deepEqual(limits.enter(need, 0), {
      ...{ limited: 'output-tokens', limit: 60, needed: 0, retryAfterMs: 16_000 },
    });
  });

  it('count all input at Google, and no output', () => {
    const limits = new AccountLimits({ tokensPerMinute: 600 }, 'gemini', 0);
    limits.enter(need, 0);
    limits.end(50, 0);
    assert.equal(limits.state('tokens', 0)?.remaining, 500);
  });

  it('take nothing for a refusal, except that OpenAI counts the request', () => {
    const bounds = { requestsPerMinute: 60, tokensPerMinute: 150 };
    for (const [vendor, requests] of [
      ['openai', 58],
      ['gemini', 59],
    ] as const) {
      const limits = new AccountLimits(bounds, vendor, 0);
      assert.equal(limits.enter(need, 0), undefined);
      assert.equal(limits.enter(need, 0)?.limited, 'tokens');
      assert.equal(limits.state('requests', 0)?.remaining, requests);
    }
  });

  it('refuse for good what a minute never brings', () => {
    const limits = new AccountLimits({ tokensPerMinute: 149 }, 'openai', 0);
    assert.equal(limits.enter(need, 0)?.retryAfterMs, Number.POSITIVE_INFINITY);
  });

  it('let as many in at once as is allowed', () => {
    const limits = new AccountLimits({ concurrency: 2 }, 'openai', 0);
    assert.deepEqual([limits.enter(need, 0), limits.enter(need, 0)], [undefined, undefined]);
    assert.equal(limits.enter(need, 0)?.limited, 'concurrency');
    limits.end(0, 0);
    assert.equal(limits.enter(need, 0), undefined);
  });
});

describe('the headers of limits', () => {
  const bounds = { requestsPerMinute: 60, tokensPerMinute: 6_000 };

  it('are those that OpenAI documents', () => {
    const limits = new AccountLimits(bounds, 'openai', 0);
    limits.enter(need, 0);
    assert.deepEqual(limitHeaders('openai', limits, 0), {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-limit-tokens': '6000',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-remaining-tokens': '5850',
      'x-ratelimit-reset-requests': '1s',
      // 150 of 100 a second.
      'x-ratelimit-reset-tokens': '1.5s',
    });
    assert.deepEqual(retryHeaders('openai', 1_500), {
      'retry-after': '2',
      'retry-after-ms': '1500',
    });
  });

  it('are those that Anthropic documents', () => {
    const limits = new AccountLimits(bounds, 'anthropic', 0);
    limits.enter(need, 0);
    assert.deepEqual(limitHeaders('anthropic', limits, 0), {
      'anthropic-ratelimit-requests-limit': '60',
      'anthropic-ratelimit-requests-remaining': '59',
      'anthropic-ratelimit-requests-reset': '1970-01-01T00:00:01.000Z',
      'anthropic-ratelimit-tokens-limit': '6000',
      'anthropic-ratelimit-tokens-remaining': '5960',
      'anthropic-ratelimit-tokens-reset': '1970-01-01T00:00:00.400Z',
    });
    assert.deepEqual(retryHeaders('anthropic', 1_500), { 'retry-after': '2' });
  });

  it('show the tightest of Anthropic’s bounds where none is of all tokens', () => {
    const bounds = { inputTokensPerMinute: 600, outputTokensPerMinute: 100 };
    const limits = new AccountLimits(bounds, 'anthropic', 0);
    const shown = () => limitHeaders('anthropic', limits, 0)['anthropic-ratelimit-tokens-limit'];
    assert.equal(shown(), '100');
    limits.enter(need, 0);
    assert.equal(shown(), '600');
    limits.end(7, 0);
    assert.equal(shown(), '100');
  });

  it('write times as OpenAI does', () => {
    const times = [20, 8_640, 360_000, 61_500, 3_600_000, 0];
    assert.deepEqual(times.map(goDuration), [
      ...['20ms', '8.64s', '6m0s', '1m1.5s', '1h0m0s', '0ms'],
    ]);
  });
});
