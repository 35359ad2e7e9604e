import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatMessage, ProviderRequest, ToolCall } from '../../../contracts/model.ts';
import type { MabError } from '../../../core/errors.ts';
import { bodyOf, recordedFetch } from '../../../testing/recorded-fetch.ts';
import { createGeminiProvider } from './provider.ts';

function scene(reply: Response) {
  const { fetch, sent } = recordedFetch(reply);
  const baseUrl = 'https://generativelanguage.googleapis.com/v1beta';
  const provider = createGeminiProvider({ baseUrl, apiKey: 'secret-key', fetch });
  const complete = (more: Partial<ProviderRequest> = {}) =>
    provider.complete({ ...REQUEST, ...more }, new AbortController().signal);
  return { sent, complete };
}

const REQUEST: ProviderRequest = {
  model: 'gemini-2.5-flash',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Where?' },
  ],
  maxOutputTokens: 10,
  temperature: 0,
  seed: 7,
};

/** A reply in the shape of the Gemini API reference, with tokens of every kind. */
const CONTENT = {
  candidates: [
    {
      content: {
        parts: [{ text: 'thinking', thought: true }, { text: 'In Calais.' }],
        role: 'model',
      },
      finishReason: 'STOP',
      index: 0,
    },
  ],
  usageMetadata: {
    promptTokenCount: 1_100,
    cachedContentTokenCount: 1_024,
    candidatesTokenCount: 10,
    thoughtsTokenCount: 60,
    toolUsePromptTokenCount: 5,
    totalTokenCount: 1_175,
  },
  modelVersion: 'gemini-2.5-flash-001',
  responseId: 'dV7Hao',
};

function withParts(parts: readonly object[]): Response {
  const [candidate] = CONTENT.candidates;
  return Response.json({ ...CONTENT, candidates: [{ ...candidate, content: { parts } }] });
}

describe('a request to Gemini', () => {
  it('is everything that was asked, with the key in its header only', async () => {
    const { sent, complete } = scene(Response.json(CONTENT));
    await complete();
    assert.deepEqual(sent, [
      {
        url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent',
        headers: { 'content-type': 'application/json', 'x-goog-api-key': 'secret-key' },
        body: {
          systemInstruction: { parts: [{ text: 'Be brief.' }] },
          contents: [{ role: 'user', parts: [{ text: 'Where?' }] }],
          generationConfig: { maxOutputTokens: 10, temperature: 0, seed: 7 },
        },
      },
    ]);
  });

  it('gives back calls with their signatures, and ids that the vendor knows only', async () => {
    const parts = [
      { functionCall: { name: 'search', args: { q: 'Rome' } }, thoughtSignature: 'EjQK' },
      { functionCall: { id: 'fc-2', name: 'list' } },
    ];
    const { toolCalls = [], finish } = await scene(withParts(parts)).complete();
    assert.deepEqual(toolCalls, [
      {
        ...{ id: 'unnamed-call-search-0', name: 'search', argumentsJson: '{"q":"Rome"}' },
        vendorState: 'EjQK',
      },
      { id: 'fc-2', name: 'list', argumentsJson: '{}' },
    ]);
    assert.equal(finish, 'tool');
    const { sent, complete } = scene(Response.json(CONTENT));
    const results = toolCalls.map(({ id }: ToolCall, at): ChatMessage => {
      return { role: 'tool', toolCallId: id, content: `result ${at}` };
    });
    const calling: ChatMessage = { role: 'assistant', content: '', toolCalls };
    await complete({ messages: [{ role: 'user', content: 'Where?' }, calling, ...results] });
    const { contents } = bodyOf(sent) as { contents: unknown };
    const result = (more: object) => ({ functionResponse: more });
    assert.deepEqual(contents, [
      { role: 'user', parts: [{ text: 'Where?' }] },
      {
        role: 'model',
        parts: [parts[0], { functionCall: { id: 'fc-2', name: 'list', args: {} } }],
      },
      {
        role: 'user',
        parts: [
          result({ name: 'search', response: { output: 'result 0' } }),
          result({ id: 'fc-2', name: 'list', response: { output: 'result 1' } }),
        ],
      },
    ]);
  });

  it('is refused before it is sent where something has no field', async () => {
    const { sent, complete } = scene(Response.json(CONTENT));
    const user: ChatMessage = { role: 'user', content: 'Where?' };
    const toolCalls = [{ id: '1', name: 'search', argumentsJson: '[]' }];
    const refused: ChatMessage[][] = [
      [user, { role: 'system', content: 'Be brief.' }],
      [user, { role: 'assistant', content: '', toolCalls }],
      [user, { role: 'tool', toolCallId: '1', content: 'x' }],
    ];
    for (const messages of refused) {
      await assert.rejects(complete({ messages }), { code: 'PROVIDER_PARAMETER_UNSUPPORTED' });
    }
    assert.deepEqual(sent, []);
  });
});

describe('a reply of Gemini', () => {
  it('is text, finish and usage, thoughts inside the output and cached tokens apart', async () => {
    assert.deepEqual(await scene(Response.json(CONTENT)).complete(), {
      text: 'In Calais.',
      finish: 'stop',
      reportedModel: 'gemini-2.5-flash-001',
      usage: {
        ...{ inputTokens: 81, cachedInputTokens: 1_024, cacheWriteTokens: 0 },
        ...{ outputTokens: 70, reasoningTokens: 60, source: 'reported' },
      },
    });
  });

  it('without usage has none, and with more cached tokens than tokens neither', async () => {
    const { usageMetadata, ...rest } = CONTENT;
    assert.equal('usage' in (await scene(Response.json(rest)).complete()), false);
    const broken = { ...usageMetadata, cachedContentTokenCount: 2_000 };
    const reply = await scene(Response.json({ ...rest, usageMetadata: broken })).complete();
    assert.equal('usage' in reply, false);
  });

  it('ends for the reason that the vendor gives', async () => {
    const reasons = {
      MAX_TOKENS: 'length',
      SAFETY: 'filter',
      RECITATION: 'filter',
      BLOCKLIST: 'filter',
      PROHIBITED_CONTENT: 'filter',
      SPII: 'filter',
      MALFORMED_FUNCTION_CALL: 'other',
    };
    for (const [finishReason, finish] of Object.entries(reasons)) {
      const reply = { ...CONTENT, candidates: [{ finishReason }] };
      assert.equal((await scene(Response.json(reply)).complete()).finish, finish);
    }
  });

  it('to a prompt that was blocked is filtered, and one without anything cannot be read', async () => {
    const { usageMetadata } = CONTENT;
    const blocked = { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata };
    const { text, finish } = await scene(Response.json(blocked)).complete();
    assert.deepEqual([text, finish], ['', 'filter']);
    await assert.rejects(scene(Response.json({ usageMetadata })).complete(), {
      code: 'PROVIDER_REPLY_UNREADABLE',
    });
  });
});

describe('a failure at Gemini', () => {
  const failure = async (status: number, details: readonly object[]) => {
    const body = { error: { code: status, message: 'no', status: 'X', details } };
    const error = await scene(Response.json(body, { status }))
      .complete()
      .then(
        () => assert.fail(),
        (thrown: MabError) => thrown,
      );
    return [error.code, error.retry, error.details?.retryAfterMs];
  };
  const quota = (quotaId: string) => ({
    '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
    violations: [{ quotaMetric: 'generate_content_free_tier_requests', quotaId }],
  });
  const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.074s' };

  it('of a limit by the minute is tried again after what the server asks for', async () => {
    const id = 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier';
    assert.deepEqual(await failure(429, [quota(id), retry]), [
      ...['PROVIDER_OVERLOADED', 'later', 34_074],
    ]);
  });

  it('of a limit by the day is not, although the server asks for seconds', async () => {
    const id = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier';
    assert.deepEqual(await failure(429, [quota(id), retry]), [
      ...['PROVIDER_ACCOUNT_EMPTY', 'never', undefined],
    ]);
  });

  it('of a wrong key is told by its reason, since the status is 400', async () => {
    const info = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' };
    const never = ['never', undefined];
    assert.deepEqual(await failure(400, [info]), ['PROVIDER_KEY_REFUSED', ...never]);
    assert.deepEqual(await failure(400, []), ['PROVIDER_REFUSED', ...never]);
    assert.deepEqual(await failure(403, []), ['PROVIDER_KEY_REFUSED', ...never]);
  });
});
