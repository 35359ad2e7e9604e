import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EmbeddingRequest } from '../../../contracts/model.ts';
import { recordedFetch } from '../../../testing/recorded-fetch.ts';
import { createGeminiEmbeddings } from './provider.ts';

const REQUEST: EmbeddingRequest = {
  model: 'gemini-embedding-001',
  texts: ['Where is Rome?', 'And Ghent?'],
  role: 'query',
  dimensions: 2,
};

function scene(reply: object, taskTypes = true) {
  const { fetch, sent } = recordedFetch(Response.json(reply));
  const baseUrl = 'https://generativelanguage.googleapis.com/v1beta';
  const provider = createGeminiEmbeddings({ baseUrl, apiKey: 'secret-key', fetch, taskTypes });
  const embed = (request = REQUEST) => provider.embed(request, new AbortController().signal);
  return { embed, sent };
}

const REPLY = { embeddings: [{ values: [0.5, -0.25] }, { values: [1, 2] }] };

describe('a batch of embeddings', () => {
  it('is sent exactly as asked, the role as task type and the key in its header', async () => {
    const { embed, sent } = scene(REPLY);
    await embed();
    const one = (text: string) => ({
      model: 'models/gemini-embedding-001',
      content: { parts: [{ text }] },
      taskType: 'RETRIEVAL_QUERY',
      outputDimensionality: 2,
    });
    assert.deepEqual(sent, [
      {
        url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-embedding-001:batchEmbedContents',
        headers: { 'x-goog-api-key': 'secret-key', 'content-type': 'application/json' },
        body: { requests: [one('Where is Rome?'), one('And Ghent?')] },
      },
    ]);
  });

  it('says nothing of what was not asked for', async () => {
    const { embed, sent } = scene(REPLY, false);
    const { dimensions: _, ...request } = REQUEST;
    await embed({ ...request, role: 'document', texts: ['Rome.', 'Ghent.'] });
    const one = (text: string) => ({
      model: 'models/gemini-embedding-001',
      content: { parts: [{ text }] },
    });
    assert.deepEqual(sent[0]?.body, { requests: [one('Rome.'), one('Ghent.')] });
  });

  it('gives one vector per text, and usage only where the vendor reports it', async () => {
    const vectors = [Float32Array.of(0.5, -0.25), Float32Array.of(1, 2)];
    assert.deepEqual(await scene(REPLY).embed(), { vectors });
    const usageMetadata = { promptTokenCount: 9 };
    assert.deepEqual(await scene({ ...REPLY, usageMetadata }).embed(), { vectors, inputTokens: 9 });
  });

  it('that lacks a vector cannot be read', async () => {
    await assert.rejects(scene({ embeddings: REPLY.embeddings.slice(1) }).embed(), {
      code: 'PROVIDER_REPLY_UNREADABLE',
    });
  });
});
