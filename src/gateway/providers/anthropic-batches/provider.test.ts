import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProviderRequest } from '../../../contracts/model.ts';
import { recordedExchanges } from '../../../testing/recorded-fetch.ts';
import { createAnthropicBatches } from './provider.ts';

const { signal } = new AbortController();

/** As the API reference shows a batch, "Create a Message Batch"; read on 2026-11-24. */
const BATCH = {
  id: 'msgbatch_013Zva2CMHLNnXjNJJKqJ2EF',
  type: 'message_batch',
  processing_status: 'in_progress',
  request_counts: { processing: 100, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
  ended_at: null,
  created_at: '2024-08-20T18:37:24.100435Z',
  expires_at: '2024-08-21T18:37:24.100435Z',
  archived_at: null,
  cancel_initiated_at: null,
  results_url: null,
};
const CREATED_MS = Date.UTC(2024, 7, 20, 18, 37, 24, 100);
const ENDED = {
  ...{ ...BATCH, processing_status: 'ended', ended_at: '2024-08-20T19:37:24.100435Z' },
  request_counts: { processing: 0, succeeded: 50, errored: 30, canceled: 10, expired: 10 },
};

const MESSAGE = {
  id: 'msg_014VwiXbi91y3JMjcpyGBHX5',
  type: 'message',
  role: 'assistant',
  model: 'claude-haiku-4-5-20251001',
  content: [{ type: 'text', text: 'Hello again!' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 11, output_tokens: 36 },
};

const REQUEST: ProviderRequest = {
  model: 'claude-haiku-4-5-20251001',
  messages: [{ role: 'user', content: 'Hello again, friend' }],
  maxOutputTokens: 1024,
};

function json(...bodies: readonly unknown[]): Response[] {
  return bodies.map((body) => new Response(JSON.stringify(body)));
}

function open(...replies: readonly (Response | Error)[]) {
  const { fetch, sent } = recordedExchanges(replies);
  const options = { baseUrl: 'https://api.anthropic.com/v1', apiKey: 'a-key', fetch };
  return { sent, batches: createAnthropicBatches(options) };
}

describe('message batches of Anthropic', () => {
  it('are made of requests as single messages are', async () => {
    const { batches, sent } = open(...json(BATCH));
    const item = { id: 'my-second-request', request: REQUEST };
    assert.equal(await batches.submit([item], 'mab-1', signal), BATCH.id);
    const [{ method, url, headers, body }] = sent as [(typeof sent)[0]];
    assert.deepEqual(
      [method, url, headers['x-api-key'], headers['anthropic-version']],
      ['POST', 'https://api.anthropic.com/v1/messages/batches', 'a-key', '2023-06-01'],
    );
    assert.deepEqual(JSON.parse(body), {
      requests: [
        {
          custom_id: 'my-second-request',
          params: {
            model: 'claude-haiku-4-5-20251001',
            max_tokens: 1024,
            messages: [{ role: 'user', content: 'Hello again, friend' }],
          },
        },
      ],
    });
    const room = 256_000_000 - batches.limits.bytes;
    assert.equal(room + batches.size(item), Buffer.byteLength(body) + 1);
  });

  it('may exist where the answer was lost', async () => {
    const { batches } = open(new TypeError('fetch failed'));
    await assert.rejects(batches.submit([], 'mab-1', signal), { details: { mayBeBilled: true } });
  });

  it('are listed page by page, newest first, without a tag', async () => {
    const older = { ...ENDED, id: 'msgbatch_older', created_at: '2024-08-20T18:37:23+00:00' };
    const { batches, sent } = open(
      ...json(
        { data: [BATCH], has_more: true, first_id: BATCH.id, last_id: BATCH.id },
        { data: [older], has_more: true, first_id: older.id, last_id: older.id },
      ),
    );
    assert.deepEqual(await batches.list(CREATED_MS - 1_000, signal), [
      { batchId: BATCH.id, createdMs: CREATED_MS, requests: 100, ended: false },
    ]);
    assert.deepEqual(
      sent.map(({ url }) => new URL(url).search),
      ['?limit=100', `?after_id=${BATCH.id}&limit=100`],
    );
  });

  it('count their items when all have ended', async () => {
    const { batches } = open(...json(BATCH, { ...BATCH, processing_status: 'canceling' }, ENDED));
    const seen = [];
    for (let at = 0; at < 3; at++) seen.push(await batches.state(BATCH.id, signal));
    assert.deepEqual(seen, [
      { state: 'running', done: 0 },
      { state: 'running', done: 0 },
      { state: 'ended', done: 100 },
    ]);
  });

  /** Lines as in the guide "Batch processing", "Retrieving batch results". */
  it('give what came of each item, from the documented path', async () => {
    const elsewhere = { ...ENDED, results_url: 'https://elsewhere.example/results' };
    const errored = (id: string, type: string, message: string) => ({
      custom_id: id,
      result: { type: 'errored', error: { type: 'error', error: { type, message } } },
    });
    const results = [
      { custom_id: 'a', result: { type: 'succeeded', message: MESSAGE } },
      { custom_id: 'b', result: { type: 'succeeded', message: { type: 'message' } } },
      errored('c', 'invalid_request_error', 'max_tokens: Field required'),
      errored('d', 'api_error', 'Internal server error'),
      { custom_id: 'e', result: { type: 'canceled' } },
      { custom_id: 'f', result: { type: 'expired' } },
    ];
    const text = results.map((line) => JSON.stringify(line)).join('\n');
    const { batches, sent } = open(...json(elsewhere), new Response(text));
    const [a, b, ...others] = await batches.collect(BATCH.id, signal);
    assert.deepEqual(a, {
      ...{ id: 'a', kind: 'reply' },
      reply: {
        text: 'Hello again!',
        finish: 'stop',
        usage: {
          inputTokens: 11,
          cachedInputTokens: 0,
          cacheWriteTokens: 0,
          outputTokens: 36,
          reasoningTokens: 0,
          source: 'reported',
        },
        reportedModel: 'claude-haiku-4-5-20251001',
      },
    });
    assert.deepEqual([b?.id, b?.kind], ['b', 'unreadable']);
    assert.deepEqual(others, [
      {
        ...{ id: 'c', kind: 'error', code: 'invalid_request_error', retry: 'never' },
        message: 'max_tokens: Field required',
      },
      {
        ...{ id: 'd', kind: 'error', code: 'api_error', retry: 'later' },
        message: 'Internal server error',
      },
      { id: 'e', kind: 'cancelled' },
      { id: 'f', kind: 'expired' },
    ]);
    assert.deepEqual(
      sent.map(({ url }) => url),
      [
        `https://api.anthropic.com/v1/messages/batches/${BATCH.id}`,
        `https://api.anthropic.com/v1/messages/batches/${BATCH.id}/results`,
      ],
    );
  });

  it('say so when the vendor no longer has the results', async () => {
    const { batches } = open(...json({ ...ENDED, archived_at: '2024-09-18T18:37:24Z' }));
    await assert.rejects(batches.collect(BATCH.id, signal), { code: 'BATCH_RESULTS_GONE' });
  });

  it('can be cancelled', async () => {
    const { batches, sent } = open(...json({ ...BATCH, processing_status: 'canceling' }));
    await batches.cancel(BATCH.id, signal);
    assert.deepEqual(
      sent.map(({ method, url }) => `${method} ${url}`),
      [`POST https://api.anthropic.com/v1/messages/batches/${BATCH.id}/cancel`],
    );
  });
});
