import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EmbeddingRequest } from '../../../contracts/model.ts';
import { recordedFetch } from '../../../testing/recorded-fetch.ts';
import type { OpenAiOptions } from '../openai/openai-endpoint.ts';
import { createOpenAiEmbeddings } from './provider.ts';

const REQUEST: EmbeddingRequest = {
  model: 'text-embedding-3-small',
  texts: ['The food was delicious', 'and the waiter...'],
  role: 'document',
  dimensions: 3,
};

function scene(reply: Response, options: Partial<OpenAiOptions> = {}) {
  const { fetch, sent } = recordedFetch(reply);
  const baseUrl = 'https://api.openai.com/v1/';
  const provider = createOpenAiEmbeddings({ baseUrl, apiKey: 'secret-key', fetch, ...options });
  const embed = (request = REQUEST) => provider.embed(request, new AbortController().signal);
  return { embed, sent };
}

/** The example reply of OpenAI's API reference, with a second vector, out of order. */
const REPLY = {
  object: 'list',
  data: [
    { object: 'embedding', embedding: [0.25, -0.5, 1], index: 1 },
    { object: 'embedding', embedding: [0.5, -0.25, -2], index: 0 },
  ],
  model: 'text-embedding-3-small',
  usage: { prompt_tokens: 8, total_tokens: 8 },
};

describe('a request for embeddings', () => {
  it('is sent exactly as asked, with the key in its header', async () => {
    const { embed, sent } = scene(Response.json(REPLY));
    await embed();
    assert.deepEqual(sent, [
      {
        url: 'https://api.openai.com/v1/embeddings',
        headers: { authorization: 'Bearer secret-key', 'content-type': 'application/json' },
        body: {
          model: 'text-embedding-3-small',
          input: ['The food was delicious', 'and the waiter...'],
          dimensions: 3,
          encoding_format: 'float',
        },
      },
    ]);
  });

  it('says nothing of dimensions that were not asked for, and goes to the deployment', async () => {
    const { dimensions: _, ...request } = REQUEST;
    const { embed, sent } = scene(Response.json(REPLY), {
      baseUrl: 'https://me.openai.azure.com/openai/deployments/small',
      keyHeader: 'api-key',
      query: { 'api-version': '2024-10-21' },
    });
    await embed(request);
    const [{ url, headers, body } = assert.fail()] = sent;
    assert.equal(
      url,
      'https://me.openai.azure.com/openai/deployments/small/embeddings?api-version=2024-10-21',
    );
    assert.equal(headers['api-key'], 'secret-key');
    assert.deepEqual(Object.keys(body as object), ['model', 'input', 'encoding_format']);
  });
});

describe('a reply with embeddings', () => {
  it('has one vector per text, in the order of the texts', async () => {
    assert.deepEqual(await scene(Response.json(REPLY)).embed(), {
      vectors: [Float32Array.of(0.5, -0.25, -2), Float32Array.of(0.25, -0.5, 1)],
      inputTokens: 8,
      reportedModel: 'text-embedding-3-small',
    });
  });

  it('without usage has none', async () => {
    const { usage: _, ...reply } = REPLY;
    const { inputTokens } = await scene(Response.json(reply)).embed();
    assert.equal(inputTokens, undefined);
  });

  it('that lacks a vector, or has a broken one, cannot be read', async () => {
    const [first, second] = REPLY.data;
    const broken = [
      [first],
      [first, first],
      [first, { ...second, embedding: [] }],
      [first, { ...second, embedding: [1, null, 3] }],
    ];
    for (const data of broken) {
      await assert.rejects(scene(Response.json({ ...REPLY, data })).embed(), {
        code: 'PROVIDER_REPLY_UNREADABLE',
        retry: 'later',
        details: { mayBeBilled: true },
      });
    }
  });

  it('with vectors of another length than was asked for is refused', async () => {
    const { embed } = scene(Response.json(REPLY));
    await assert.rejects(embed({ ...REQUEST, dimensions: 2 }), {
      code: 'EMBEDDING_DIMENSIONS',
      retry: 'never',
    });
  });
});
