import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { ProviderRequest } from '../../../contracts/model.ts';
import type { MabError } from '../../../core/errors.ts';
import { bodyOf, recordedFetch } from '../../../testing/recorded-fetch.ts';
import { createOpenAiCompatibleProvider, type OpenAiCompatibleOptions } from './provider.ts';

const REQUEST: ProviderRequest = {
  model: 'gpt-4o-mini-2024-07-18',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Where?' },
  ],
  maxOutputTokens: 10,
  temperature: 0,
};

/** A provider whose network gives one reply and keeps what was sent. */
function scene(reply: Response | Error, options: Partial<OpenAiCompatibleOptions> = {}) {
  const { fetch, sent } = recordedFetch(reply);
  const provider = createOpenAiCompatibleProvider({
    baseUrl: 'https://api.example.com/v1/',
    apiKey: 'secret-key',
    outputLimitField: 'max_completion_tokens',
    ...options,
    fetch,
  });
  const complete = (more: Partial<ProviderRequest> = {}) =>
    provider.complete({ ...REQUEST, ...more }, new AbortController().signal);
  return { sent, complete };
}

/** The example reply of OpenAI's API reference, with cached and reasoning tokens filled in. */
const COMPLETION = {
  id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
  object: 'chat.completion',
  created: 1741569952,
  model: 'gpt-4o-mini-2024-07-18',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'In Calais.', refusal: null, annotations: [] },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: {
    prompt_tokens: 1_100,
    completion_tokens: 10,
    total_tokens: 1_110,
    prompt_tokens_details: { cached_tokens: 1_024, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 4, audio_tokens: 0 },
  },
  service_tier: 'default',
};

describe('what is sent', () => {
  it('is the request exactly as asked, with the key in its header', async () => {
    const { sent, complete } = scene(Response.json(COMPLETION));
    await complete();
    assert.deepEqual(sent, [
      {
        url: 'https://api.example.com/v1/chat/completions',
        headers: { authorization: 'Bearer secret-key', 'content-type': 'application/json' },
        body: {
          model: 'gpt-4o-mini-2024-07-18',
          messages: REQUEST.messages,
          max_completion_tokens: 10,
          temperature: 0,
        },
      },
    ]);
  });

  it('names the shared prefix where caching is wanted, and leaves the text alone', async () => {
    const sentWith = async (more: Partial<ProviderRequest>): Promise<unknown> => {
      const { sent, complete } = scene(Response.json(COMPLETION));
      await complete(more);
      const { prompt_cache_key, messages } = bodyOf(sent) as Record<string, unknown>;
      return [prompt_cache_key, messages];
    };
    const { messages } = REQUEST;
    assert.deepEqual(await sentWith({ cachePrefix: 3, promptCacheKey: 'k-1' }), ['k-1', messages]);
    assert.deepEqual(await sentWith({ cachePrefix: 3 }), [undefined, messages]);
  });

  it('has the version in the query and the key under another name on Azure', async () => {
    const { sent, complete } = scene(Response.json(COMPLETION), {
      baseUrl: 'https://me.openai.azure.com/openai/deployments/mini',
      keyHeader: 'api-key',
      query: { 'api-version': '2024-10-21' },
    });
    await complete();
    assert.equal(
      sent[0]?.url,
      'https://me.openai.azure.com/openai/deployments/mini/chat/completions?api-version=2024-10-21',
    );
    assert.deepEqual(sent[0]?.headers, {
      'api-key': 'secret-key',
      'content-type': 'application/json',
    });
  });
});

describe('a reply', () => {
  it('is text, finish and usage, cached tokens apart from the others', async () => {
    const { complete } = scene(Response.json(COMPLETION));
    assert.deepEqual(await complete(), {
      text: 'In Calais.',
      finish: 'stop',
      reportedModel: 'gpt-4o-mini-2024-07-18',
      usage: {
        inputTokens: 76,
        cachedInputTokens: 1_024,
        outputTokens: 10,
        cacheWriteTokens: 0,
        reasoningTokens: 4,
        source: 'reported',
      },
    });
  });

  it('without usage has none, and an empty one is an empty text', async () => {
    const choices = [{ finish_reason: 'length', message: { content: null } }];
    const { complete } = scene(Response.json({ choices }));
    assert.deepEqual(await complete(), { text: '', finish: 'length' });
  });
});

describe('a reply that is not quite as documented', () => {
  it('is a good reply when only its usage cannot be read', async () => {
    const usage = { prompt_tokens: 12, completion_tokens: null };
    const { complete } = scene(Response.json({ ...COMPLETION, usage }));
    const { text, usage: read } = await complete();
    assert.deepEqual([text, read], ['In Calais.', undefined]);
  });

  it('is a good reply when its numbers of tokens contradict each other', async () => {
    const contradictions = [
      { ...COMPLETION.usage, prompt_tokens: 1_000 },
      { ...COMPLETION.usage, completion_tokens: 3 },
      { ...COMPLETION.usage, prompt_tokens_details: { cached_tokens: -1 } },
    ];
    for (const usage of contradictions) {
      const { text, usage: read } = await scene(Response.json({ ...COMPLETION, usage })).complete();
      assert.deepEqual([text, read], ['In Calais.', undefined]);
    }
  });

  it('keeps tokens that were written to the cache apart', async () => {
    const prompt_tokens_details = { cached_tokens: 1_024, cache_write_tokens: 70 };
    const usage = { ...COMPLETION.usage, prompt_tokens_details };
    const { usage: read } = await scene(Response.json({ ...COMPLETION, usage })).complete();
    assert.deepEqual(
      [read?.inputTokens, read?.cachedInputTokens, read?.cacheWriteTokens],
      [6, 1_024, 70],
    );
  });

  it('keeps arguments that are no JSON as the model wrote them', async () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":' } };
    const message = { role: 'assistant', content: null, tool_calls: [call] };
    const choices = [{ finish_reason: 'tool_calls', message }];
    const { text, finish, toolCalls } = await scene(Response.json({ choices })).complete();
    assert.deepEqual([text, finish], ['', 'tool']);
    assert.deepEqual(toolCalls, [{ id: 'call_1', name: 'f', argumentsJson: '{"a":' }]);
  });

  it('is an outage when its choice is an error', async () => {
    const choices = [{ finish_reason: 'error', message: { content: '' } }];
    const { complete } = scene(Response.json({ choices }));
    await assert.rejects(complete, { code: 'PROVIDER_REPLY_UNREADABLE', retry: 'later' });
  });
});

describe('a failure', () => {
  const failing = async (reply: Response | Error) => {
    const error = (await scene(reply)
      .complete()
      .catch((thrown: unknown) => thrown)) as MabError;
    const { code, retry, blame, details } = error;
    assert.ok(error.hint, `${code} has a next step`);
    assert.ok(!JSON.stringify([error.message, details]).includes('secret-key'));
    const { mayBeBilled = false, retryAfterMs } = details ?? {};
    return { code, retry, blame, mayBeBilled, retryAfterMs };
  };
  const bodyOf = (status: number, error: object, headers = {}) =>
    Response.json({ error }, { status, headers });

  it('of a limit is tried again after what the server asks for', async () => {
    assert.deepEqual(await failing(bodyOf(429, { message: 'slow' }, { 'retry-after': '7' })), {
      ...{ code: 'PROVIDER_OVERLOADED', retry: 'later', blame: 'provider' },
      ...{ mayBeBilled: false, retryAfterMs: 7_000 },
    });
  });

  it('of an empty account or a refused key is the user’s to mend', async () => {
    const empty = await failing(bodyOf(429, { message: 'x', code: 'insufficient_quota' }));
    assert.equal(empty.code, 'PROVIDER_ACCOUNT_EMPTY');
    assert.deepEqual([empty.retry, empty.blame], ['never', 'environment']);
    for (const status of [401, 403]) {
      const refused = await failing(bodyOf(status, { message: 'bad key' }));
      assert.equal(refused.code, 'PROVIDER_KEY_REFUSED');
      assert.deepEqual([refused.retry, refused.blame], ['never', 'environment']);
    }
  });

  it('never shows the key, even where the server quotes it', async () => {
    const { complete } = scene(bodyOf(401, { message: 'Incorrect API key: secret-key' }));
    await assert.rejects(complete, {
      message: 'https://api.example.com answered 401: Incorrect API key: [key]',
    });
  });

  it('leaves a reply alone that holds the word which is the key', async () => {
    const { text } = await scene(Response.json(COMPLETION), { apiKey: 'Calais' }).complete();
    assert.equal(text, 'In Calais.');
  });

  it('never shows the key in what cannot be read', async () => {
    const { complete } = scene(new Response('no JSON: secret-key'));
    await assert.rejects(complete, (error: Error) => !inspect(error).includes('secret-key'));
  });

  it('of a bad request is final', async () => {
    const { code, retry, blame } = await failing(bodyOf(400, { message: 'too long' }));
    assert.deepEqual([code, retry, blame], ['PROVIDER_REFUSED', 'never', 'provider']);
  });

  it('may have been billed when the reply was lost on the way, and not before', async () => {
    const cause = (code: string) => Object.assign(new Error(code), { code });
    const lost = new TypeError('fetch failed', { cause: cause('ECONNRESET') });
    const refused = new TypeError('fetch failed', { cause: cause('ECONNREFUSED') });
    const cut = new Response(
      new ReadableStream({ pull: (stream) => stream.error(new TypeError('terminated')) }),
    );
    const html = new Response('<html>It works!</html>');
    const billed = async (reply: Response | Error) => {
      const { code, retry, mayBeBilled } = await failing(reply);
      return [code, retry, mayBeBilled];
    };
    assert.deepEqual(await billed(lost), ['PROVIDER_UNREACHABLE', 'later', true]);
    assert.deepEqual(await billed(refused), ['PROVIDER_UNREACHABLE', 'later', false]);
    assert.deepEqual(await billed(cut), ['PROVIDER_UNREACHABLE', 'later', true]);
    assert.deepEqual(await billed(html), ['PROVIDER_REPLY_UNREADABLE', 'later', true]);
    const late = new DOMException('The operation timed out', 'TimeoutError');
    assert.deepEqual(await billed(late), ['PROVIDER_TIMEOUT', 'later', true]);
  });
});
