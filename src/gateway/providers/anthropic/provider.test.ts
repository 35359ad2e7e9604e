import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatMessage, ProviderRequest } from '../../../contracts/model.ts';
import type { MabError } from '../../../core/errors.ts';
import { bodyOf, recordedFetch } from '../../../testing/recorded-fetch.ts';
import { createAnthropicProvider } from './provider.ts';

function scene(reply: Response) {
  const { fetch, sent } = recordedFetch(reply);
  const baseUrl = 'https://api.anthropic.com/v1';
  const provider = createAnthropicProvider({ baseUrl, apiKey: 'secret-key', fetch });
  const complete = (more: Partial<ProviderRequest> = {}) =>
    provider.complete({ ...REQUEST, ...more }, new AbortController().signal);
  return { sent, complete };
}

const REQUEST: ProviderRequest = {
  model: 'claude-haiku-4-5-20251001',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Where?' },
  ],
  maxOutputTokens: 10,
  temperature: 0,
};

/** The example reply of the Claude API reference, its usage with tokens of every kind. */
const MESSAGE = {
  id: 'msg_013Zva2CMHLNnXjNJJKqJ2EF',
  type: 'message',
  role: 'assistant',
  model: 'claude-haiku-4-5-20251001',
  content: [{ type: 'text', text: 'In Calais.', citations: null }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: {
    input_tokens: 2_095,
    cache_creation_input_tokens: 2_051,
    cache_read_input_tokens: 1_024,
    cache_creation: { ephemeral_5m_input_tokens: 2_000, ephemeral_1h_input_tokens: 51 },
    output_tokens: 503,
    output_tokens_details: { thinking_tokens: 400 },
    service_tier: 'standard',
  },
};

const THINKING = { type: 'thinking', thinking: '', signature: 'EqQB' };
const TOOL_USE = {
  ...MESSAGE,
  stop_reason: 'tool_use',
  content: [
    THINKING,
    { type: 'text', text: 'I look.' },
    { type: 'tool_use', id: 'toolu_1', name: 'search', input: { q: 'Rome' } },
    { type: 'tool_use', id: 'toolu_2', name: 'search', input: {} },
  ],
};

describe('a request to Anthropic', () => {
  it('is everything that was asked, with key and version in headers', async () => {
    const { sent, complete } = scene(Response.json(MESSAGE));
    await complete();
    assert.deepEqual(sent, [
      {
        url: 'https://api.anthropic.com/v1/messages',
        headers: {
          'anthropic-version': '2023-06-01',
          'content-type': 'application/json',
          'x-api-key': 'secret-key',
        },
        body: {
          model: 'claude-haiku-4-5-20251001',
          max_tokens: 10,
          system: [{ type: 'text', text: 'Be brief.' }],
          messages: [{ role: 'user', content: 'Where?' }],
          temperature: 0,
        },
      },
    ]);
  });

  it('marks the shared part of the last message, where caching is wanted', async () => {
    const messagesSent = async (more: Partial<ProviderRequest>): Promise<unknown> => {
      const { sent, complete } = scene(Response.json(MESSAGE));
      await complete({ messages: [{ role: 'user', content: '😀 book. Where?' }], ...more });
      return (bodyOf(sent) as { messages: unknown }).messages;
    };
    const wanted = { cachePrefix: 9, promptCacheKey: 'k-1' };
    assert.deepEqual(await messagesSent(wanted), [
      {
        role: 'user',
        content: [
          { type: 'text', text: '😀 book. ', cache_control: { type: 'ephemeral' } },
          { type: 'text', text: 'Where?' },
        ],
      },
    ]);
    const whole = [{ role: 'user', content: '😀 book. Where?' }];
    for (const unwanted of [
      { cachePrefix: 9 },
      { promptCacheKey: 'k-1' },
      // Half of a character, and nothing behind the prefix.
      { ...wanted, cachePrefix: 1 },
      { ...wanted, cachePrefix: 99 },
    ]) {
      assert.deepEqual(await messagesSent(unwanted), whole);
    }
  });

  it('is refused before it is sent where something has no field', async () => {
    const { sent, complete } = scene(Response.json(MESSAGE));
    const toolCalls = [{ id: '1', name: 'search', argumentsJson: '{"q":' }];
    const messages: ChatMessage[] = [{ role: 'assistant', content: '', toolCalls }];
    for (const more of [{ seed: 1 }, { messages }]) {
      await assert.rejects(complete(more), {
        code: 'PROVIDER_PARAMETER_UNSUPPORTED',
        retry: 'never',
      });
    }
    assert.deepEqual(sent, []);
  });

  it('gives back what the model thought, and all results in one message', async () => {
    const { toolCalls = [] } = await scene(Response.json(TOOL_USE)).complete();
    const { sent, complete } = scene(Response.json(MESSAGE));
    await complete({
      messages: [
        { role: 'user', content: 'Where?' },
        { role: 'assistant', content: 'I look.', toolCalls },
        { role: 'tool', toolCallId: 'toolu_1', content: 'In Italy.' },
        { role: 'tool', toolCallId: 'toolu_2', content: '' },
      ],
    });
    const { messages } = bodyOf(sent) as { messages: unknown };
    assert.deepEqual(messages, [
      { role: 'user', content: 'Where?' },
      { role: 'assistant', content: TOOL_USE.content },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_1', content: 'In Italy.' },
          { type: 'tool_result', tool_use_id: 'toolu_2', content: '' },
        ],
      },
    ]);
  });
});

describe('a message of Anthropic', () => {
  it('is text, finish and usage, all kinds of input tokens apart', async () => {
    assert.deepEqual(await scene(Response.json(MESSAGE)).complete(), {
      text: 'In Calais.',
      finish: 'stop',
      reportedModel: 'claude-haiku-4-5-20251001',
      usage: {
        ...{ inputTokens: 2_095, cachedInputTokens: 1_024, cacheWriteTokens: 2_051 },
        ...{ outputTokens: 503, reasoningTokens: 400, source: 'reported' },
      },
    });
  });

  it('without usage has none', async () => {
    const { usage: _, ...rest } = MESSAGE;
    assert.equal('usage' in (await scene(Response.json(rest)).complete()), false);
  });

  it('calls tools, several at once', async () => {
    const { text, finish, toolCalls } = await scene(Response.json(TOOL_USE)).complete();
    assert.deepEqual([text, finish], ['I look.', 'tool']);
    assert.deepEqual(toolCalls, [
      {
        ...{ id: 'toolu_1', name: 'search', argumentsJson: '{"q":"Rome"}' },
        vendorState: JSON.stringify([THINKING]),
      },
      { id: 'toolu_2', name: 'search', argumentsJson: '{}' },
    ]);
  });

  it('ends for the reason that the vendor gives', async () => {
    const reasons = {
      max_tokens: 'length',
      model_context_window_exceeded: 'length',
      refusal: 'filter',
      pause_turn: 'other',
    };
    for (const [stop_reason, finish] of Object.entries(reasons)) {
      const reply = await scene(Response.json({ ...MESSAGE, stop_reason })).complete();
      assert.equal(reply.finish, finish);
    }
  });
});

describe('a failure at Anthropic', () => {
  /** As on the Claude API's page "Errors". */
  const failure = async (status: number, type: string, headers = {}) => {
    const body = { type: 'error', error: { type, message: type }, request_id: 'req_011CSHoEe' };
    const error = await scene(Response.json(body, { status, headers }))
      .complete()
      .then(
        () => assert.fail(),
        (thrown: MabError) => thrown,
      );
    return [error.code, error.retry, error.details?.retryAfterMs];
  };

  it('says whether trying again may help', async () => {
    const later = 'PROVIDER_OVERLOADED';
    assert.deepEqual(await failure(429, 'rate_limit_error', { 'retry-after': '12' }), [
      ...[later, 'later', 12_000],
    ]);
    assert.deepEqual(await failure(529, 'overloaded_error'), [later, 'later', undefined]);
    assert.deepEqual(await failure(500, 'api_error'), [later, 'later', undefined]);
    const never: readonly (readonly [number, string, string])[] = [
      [402, 'billing_error', 'PROVIDER_ACCOUNT_EMPTY'],
      [403, 'billing_error', 'PROVIDER_ACCOUNT_EMPTY'],
      [401, 'authentication_error', 'PROVIDER_KEY_REFUSED'],
      [403, 'permission_error', 'PROVIDER_KEY_REFUSED'],
      [404, 'not_found_error', 'PROVIDER_NOT_FOUND'],
      [400, 'invalid_request_error', 'PROVIDER_REFUSED'],
      [413, 'request_too_large', 'PROVIDER_REFUSED'],
    ];
    for (const [status, type, code] of never) {
      assert.deepEqual(await failure(status, type), [code, 'never', undefined]);
    }
  });
});
