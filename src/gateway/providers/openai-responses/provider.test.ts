import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProviderRequest } from '../../../contracts/model.ts';
import { bodyOf, recordedFetch } from '../../../testing/recorded-fetch.ts';
import { createOpenAiResponsesProvider } from './provider.ts';

function scene(reply: object) {
  const { fetch, sent } = recordedFetch(Response.json(reply));
  const baseUrl = 'https://api.openai.com/v1';
  const provider = createOpenAiResponsesProvider({ baseUrl, apiKey: 'secret-key', fetch });
  const complete = (more: Partial<ProviderRequest> = {}) =>
    provider.complete({ ...REQUEST, ...more }, new AbortController().signal);
  return { sent, complete };
}

const REQUEST: ProviderRequest = {
  model: 'gpt-4o-mini-2024-07-18',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Where?' },
  ],
  maxOutputTokens: 10,
  temperature: 0,
};

/** The example reply of OpenAI's API reference, trimmed, with tokens of every kind. */
const RESPONSE = {
  id: 'resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b',
  object: 'response',
  status: 'completed',
  error: null,
  incomplete_details: null,
  model: 'gpt-4.1-2025-04-14',
  output: [
    { type: 'reasoning', id: 'rs_1', summary: [] },
    {
      type: 'message',
      id: 'msg_67ccd2bf17f0819081ff3bb2cf6508e60bb6a6b452d3795b',
      status: 'completed',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'In Calais.', annotations: [] }],
    },
  ],
  usage: {
    input_tokens: 1_100,
    input_tokens_details: { cached_tokens: 1_024, cache_write_tokens: 6 },
    output_tokens: 87,
    output_tokens_details: { reasoning_tokens: 64 },
    total_tokens: 1_187,
  },
};

describe('a request to the responses API', () => {
  it('is everything that was asked, complete in itself', async () => {
    const { sent, complete } = scene(RESPONSE);
    await complete();
    assert.deepEqual(sent, [
      {
        url: 'https://api.openai.com/v1/responses',
        headers: { authorization: 'Bearer secret-key', 'content-type': 'application/json' },
        body: {
          model: 'gpt-4o-mini-2024-07-18',
          input: REQUEST.messages,
          max_output_tokens: 10,
          temperature: 0,
          store: false,
        },
      },
    ]);
  });

  it('names the shared prefix where caching is wanted, and leaves the text alone', async () => {
    const { sent, complete } = scene(RESPONSE);
    await complete({ cachePrefix: 3, promptCacheKey: 'k-1' });
    const { prompt_cache_key, input } = bodyOf(sent) as Record<string, unknown>;
    assert.deepEqual([prompt_cache_key, input], ['k-1', REQUEST.messages]);
  });

  it('with a seed is refused before it is sent', async () => {
    const { sent, complete } = scene(RESPONSE);
    await assert.rejects(complete({ seed: 1 }), { code: 'PROVIDER_PARAMETER_UNSUPPORTED' });
    assert.deepEqual(sent, []);
  });
});

describe('a response', () => {
  it('is text, finish and usage, all kinds of input tokens apart', async () => {
    assert.deepEqual(await scene(RESPONSE).complete(), {
      text: 'In Calais.',
      finish: 'stop',
      reportedModel: 'gpt-4.1-2025-04-14',
      usage: {
        ...{ inputTokens: 70, cachedInputTokens: 1_024, cacheWriteTokens: 6 },
        ...{ outputTokens: 87, reasoningTokens: 64, source: 'reported' },
      },
    });
  });

  it('without usage has none', async () => {
    const { usage: _, ...rest } = RESPONSE;
    assert.equal('usage' in (await scene(rest).complete()), false);
  });

  it('that is incomplete says why', async () => {
    const finish = async (reason: string) => {
      const reply = { ...RESPONSE, status: 'incomplete', incomplete_details: { reason } };
      return (await scene(reply).complete()).finish;
    };
    assert.equal(await finish('max_output_tokens'), 'length');
    assert.equal(await finish('content_filter'), 'filter');
    assert.equal(await finish('steered'), 'other');
  });

  it('that failed is an outage, not an answer', async () => {
    const error = { code: 'server_error', message: 'The model failed.' };
    const failed = scene({ ...RESPONSE, status: 'failed', error, output: [] });
    await assert.rejects(failed.complete(), { code: 'PROVIDER_REPLY_UNREADABLE', retry: 'later' });
  });

  it('calls tools with ids and arguments as the model wrote them', async () => {
    const call = (id: string, text: string) => ({
      ...{ type: 'function_call', id: `fc_${id}`, call_id: `call_${id}`, name: 'search' },
      arguments: text,
    });
    const output = [call('1', '{"q":"Rome"}'), call('2', '{"q":')];
    const { text, finish, toolCalls } = await scene({ ...RESPONSE, output }).complete();
    assert.deepEqual([text, finish], ['', 'tool']);
    assert.deepEqual(toolCalls, [
      { id: 'call_1', name: 'search', argumentsJson: '{"q":"Rome"}' },
      { id: 'call_2', name: 'search', argumentsJson: '{"q":' },
    ]);
  });
});
