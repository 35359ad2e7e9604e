import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BatchOutcome } from '../../../contracts/batch.ts';
import type { ProviderReply, ProviderRequest } from '../../../contracts/model.ts';
import { recordedExchanges } from '../../../testing/recorded-fetch.ts';
import { chatFormat, embeddingsFormat, responsesFormat } from './formats.ts';
import { createOpenAiBatches } from './provider.ts';

const { signal } = new AbortController();
const JSON_TYPE = { 'content-type': 'application/json' };

/** As the API reference shows a batch, "The batch object"; read on 2026-11-24. */
const BATCH = {
  id: 'batch_abc123',
  object: 'batch',
  endpoint: '/v1/chat/completions',
  errors: null,
  input_file_id: 'file-abc123',
  completion_window: '24h',
  status: 'completed',
  output_file_id: 'file-cvaTdG',
  error_file_id: 'file-HOWS94',
  created_at: 1711471533,
  in_progress_at: 1711471538,
  expires_at: 1711557933,
  finalizing_at: 1711493133,
  completed_at: 1711493163,
  failed_at: null,
  expired_at: null,
  cancelling_at: null,
  cancelled_at: null,
  request_counts: { total: 100, completed: 95, failed: 5 },
  metadata: { customer_id: 'user_123456789', batch_description: 'Nightly eval job' },
};

/** As the guide shows a line of an output file, shortened to what a reply consists of. */
const OUTPUT_LINE = {
  id: 'batch_req_123',
  custom_id: 'request-2',
  response: {
    status_code: 200,
    request_id: 'req_123',
    body: {
      id: 'chatcmpl-123',
      object: 'chat.completion',
      created: 1711652795,
      model: 'gpt-3.5-turbo-0125',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello.' },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 22, completion_tokens: 2, total_tokens: 24 },
      system_fingerprint: 'fp_123',
    },
  },
  error: null,
};

const HELLO: BatchOutcome<ProviderReply> = {
  id: 'request-2',
  kind: 'reply',
  reply: {
    text: 'Hello.',
    finish: 'stop',
    usage: {
      inputTokens: 22,
      cachedInputTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 2,
      reasoningTokens: 0,
      source: 'reported',
    },
    reportedModel: 'gpt-3.5-turbo-0125',
  },
};

function request(content: string): ProviderRequest {
  const model = 'gpt-3.5-turbo-0125';
  return { model, messages: [{ role: 'user', content }], maxOutputTokens: 1000 };
}

function json(...bodies: readonly unknown[]): Response[] {
  return bodies.map((body) => new Response(JSON.stringify(body), { headers: JSON_TYPE }));
}

function lines(...values: readonly unknown[]): Response {
  return new Response(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

function open(...replies: readonly (Response | Error)[]) {
  const { fetch, sent } = recordedExchanges(replies);
  const options = {
    baseUrl: 'https://api.openai.com/v1',
    apiKey: 'a-key',
    version: '/v1',
  } as const;
  return { sent, batches: createOpenAiBatches({ ...options, fetch }, chatFormat('max_tokens')) };
}

describe('batches of OpenAI', () => {
  /** The lines are those of the guide "Batch API", with our names of the items. */
  it('uploads the requests as lines of a file, and makes a batch of it with the tag', async () => {
    const { batches, sent } = open(...json({ id: 'file-abc123', object: 'file' }, BATCH));
    const items = [
      { id: 'request-1', request: request('Hello world!') },
      { id: 'request-2', request: request('Good day!') },
    ];
    assert.equal(await batches.submit(items, 'mab-1', signal), 'batch_abc123');
    const [upload, creation] = sent;
    assert.deepEqual(
      sent.map(({ method, url, headers }) => [method, url, headers.authorization]),
      [
        ['POST', 'https://api.openai.com/v1/files', 'Bearer a-key'],
        ['POST', 'https://api.openai.com/v1/batches', 'Bearer a-key'],
      ],
    );
    assert.ok(upload && creation);
    const form = await new Response(upload.body, { headers: upload.headers }).formData();
    const file = form.get('file') as File;
    assert.deepEqual([...form.keys()], ['purpose', 'file']);
    assert.deepEqual([form.get('purpose'), file.name], ['batch', 'mab-1.jsonl']);
    const line = (id: string, content: string) =>
      `{"custom_id":"${id}","method":"POST","url":"/v1/chat/completions","body":` +
      `{"model":"gpt-3.5-turbo-0125","messages":[{"role":"user","content":"${content}"}],` +
      '"max_tokens":1000}}\n';
    const text = line('request-1', 'Hello world!') + line('request-2', 'Good day!');
    assert.equal(await file.text(), text);
    const sizes = items.map((item) => batches.size(item));
    assert.equal(
      sizes.reduce((a, b) => a + b, 0),
      Buffer.byteLength(text),
    );
    assert.deepEqual(JSON.parse(creation.body), {
      input_file_id: 'file-abc123',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
      metadata: { 'mab-batch': 'mab-1' },
    });
  });

  it('that were not made are not billed: neither a lost upload nor a refused batch', async () => {
    const upload = open(new TypeError('fetch failed'));
    await assert.rejects(upload.batches.submit([], 'mab-1', signal), {
      code: 'PROVIDER_UNREACHABLE',
      details: { mayBeBilled: false },
    });
    const refused = new Response('{"error":{"message":"Wait."}}', { status: 429 });
    const limited = open(...json({ id: 'file-1' }), refused);
    await assert.rejects(limited.batches.submit([], 'mab-1', signal), {
      code: 'PROVIDER_OVERLOADED',
      details: { status: 429, mayBeBilled: false },
    });
    const lost = open(...json({ id: 'file-1' }), new TypeError('fetch failed'));
    await assert.rejects(lost.batches.submit([], 'mab-1', signal), {
      code: 'PROVIDER_UNREACHABLE',
      details: { mayBeBilled: true },
    });
  });

  it('are listed page by page, back to the time that was asked for', async () => {
    const at = (id: string, created_at: number, metadata: object | null) => ({
      ...{ ...BATCH, id, created_at, metadata },
    });
    const { batches, sent } = open(
      ...json(
        { data: [at('batch_3', 300, { 'mab-batch': 'mab-3' })], has_more: true },
        { data: [at('batch_2', 200, null), at('batch_1', 100, {})], has_more: true },
        { data: [at('batch_0', 50, {})], has_more: true },
      ),
    );
    assert.deepEqual(await batches.list(150_000, signal), [
      { batchId: 'batch_3', createdMs: 300_000, requests: 100, ended: true, tag: 'mab-3' },
      { batchId: 'batch_2', createdMs: 200_000, requests: 100, ended: true },
    ]);
    assert.deepEqual(
      sent.map(({ url }) => url),
      [
        'https://api.openai.com/v1/batches?limit=100',
        'https://api.openai.com/v1/batches?after=batch_3&limit=100',
        'https://api.openai.com/v1/batches?after=batch_1&limit=100',
      ],
    );
  });

  it('are running until the vendor says how they ended', async () => {
    const states = ['validating', 'in_progress', 'finalizing', 'cancelling', 'completed'];
    const { batches } = open(
      ...json(...[...states, 'expired', 'cancelled'].map((status) => ({ ...BATCH, status })), {
        ...{ ...BATCH, status: 'failed', request_counts: { total: 0, completed: 0, failed: 0 } },
        // As shown in the guide, "Rate limits".
        errors: { object: 'list', data: [{ code: 'token_limit_exceeded', message: 'Too many.' }] },
      }),
    );
    const seen = [];
    for (let at = 0; at < 8; at++) seen.push(await batches.state('batch_abc123', signal));
    const done = 100;
    assert.deepEqual(seen, [
      ...['running', 'running', 'running', 'running'].map((state) => ({ state, done })),
      ...['ended', 'ended', 'ended'].map((state) => ({ state, done })),
      { state: 'failed', done: 0, message: 'Too many.', isQueueFull: true },
    ]);
  });

  it('give what came of each item, from the output file and the error file', async () => {
    const failed = (id: string, status_code: number, message: string) => ({
      ...OUTPUT_LINE,
      ...{
        custom_id: id,
        response: { status_code, request_id: 'r', body: { error: { message } } },
      },
    });
    const never = (id: string, code: string) => ({
      ...{ ...OUTPUT_LINE, custom_id: id, response: null },
      error: { code, message: 'This request could not be executed.' },
    });
    const empty = { ...OUTPUT_LINE.response, body: { choices: [] } };
    const { batches, sent } = open(
      ...json(BATCH),
      lines(OUTPUT_LINE, { ...OUTPUT_LINE, custom_id: 'empty', response: empty }),
      lines(
        failed('bad', 400, 'No such field.'),
        failed('down', 500, 'Server error.'),
        failed('limited', 429, 'Slow down.'),
        never('late', 'batch_expired'),
        never('stopped', 'batch_cancelled'),
        never('slow', 'request_timeout'),
      ),
    );
    const [hello, unreadable, ...others] = await batches.collect('batch_abc123', signal);
    assert.deepEqual(hello, HELLO);
    assert.deepEqual([unreadable?.id, unreadable?.kind], ['empty', 'unreadable']);
    const error = { kind: 'error' } as const;
    assert.deepEqual(others, [
      { id: 'bad', ...error, code: '400', message: 'No such field.', retry: 'never' },
      { id: 'down', ...error, code: '500', message: 'Server error.', retry: 'later' },
      { id: 'limited', ...error, code: '429', message: 'Slow down.', retry: 'later' },
      { id: 'late', kind: 'expired' },
      { id: 'stopped', kind: 'cancelled' },
      {
        ...{ id: 'slow', ...error, code: 'request_timeout', retry: 'later' },
        message: 'This request could not be executed.',
      },
    ]);
    assert.deepEqual(
      sent.map(({ method, url }) => `${method} ${url}`),
      [
        'GET https://api.openai.com/v1/batches/batch_abc123',
        'GET https://api.openai.com/v1/files/file-cvaTdG/content',
        'GET https://api.openai.com/v1/files/file-HOWS94/content',
      ],
    );
  });

  it('without files have no results; Azure leaves their names empty', async () => {
    for (const none of [undefined, null, '']) {
      const { batches } = open(...json({ ...BATCH, output_file_id: none, error_file_id: none }));
      assert.deepEqual(await batches.collect('batch_abc123', signal), []);
    }
  });

  it('whose results are cut in a line are not taken for results', async () => {
    const { batches } = open(
      ...json({ ...BATCH, error_file_id: null }),
      new Response('{"id": "ba'),
    );
    await assert.rejects(batches.collect('batch_abc123', signal), {
      code: 'PROVIDER_REPLY_UNREADABLE',
    });
  });

  it('can be cancelled', async () => {
    const { batches, sent } = open(...json({ ...BATCH, status: 'cancelling' }));
    await batches.cancel('batch_abc123', signal);
    assert.deepEqual(
      sent.map(({ method, url }) => `${method} ${url}`),
      ['POST https://api.openai.com/v1/batches/batch_abc123/cancel'],
    );
  });
});

describe('batches of Azure OpenAI', () => {
  /** As in the guide "Getting started with Azure OpenAI batch deployments". */
  it('have no version in the lines, one in the address, and the key under another name', async () => {
    const { fetch, sent } = recordedExchanges(json({ id: 'file-1' }, BATCH));
    const batches = createOpenAiBatches(
      {
        ...{ baseUrl: 'https://name.openai.azure.com/openai', apiKey: 'a-key', fetch },
        ...{ keyHeader: 'api-key', query: { 'api-version': '2024-10-21' }, version: '' },
      },
      chatFormat('max_completion_tokens'),
    );
    await batches.submit([{ id: 'a', request: request('Hello') }], 'mab-1', signal);
    assert.deepEqual(
      sent.map(({ url, headers }) => [url, headers['api-key']]),
      [
        ['https://name.openai.azure.com/openai/files?api-version=2024-10-21', 'a-key'],
        ['https://name.openai.azure.com/openai/batches?api-version=2024-10-21', 'a-key'],
      ],
    );
    assert.equal(JSON.parse(sent[1]?.body ?? '').endpoint, '/chat/completions');
    assert.match(sent[0]?.body ?? '', /"url":"\/chat\/completions"/);
  });
});

describe('other operations in batches of OpenAI', () => {
  it('responses are written and read as single ones', () => {
    const { store, max_output_tokens } = responsesFormat.body(request('Hi')) as {
      store: boolean;
      max_output_tokens: number;
    };
    assert.deepEqual([responsesFormat.path, store, max_output_tokens], ['/responses', false, 1000]);
  });

  it('an embedding is one text an item, because the vendor bounds the texts of a batch', () => {
    const one = { model: 'm', texts: ['a'], role: 'document' } as const;
    assert.deepEqual(embeddingsFormat.body(one), {
      ...{ model: 'm', input: ['a'], dimensions: undefined, encoding_format: 'float' },
    });
    assert.throws(() => embeddingsFormat.body({ ...one, texts: ['a', 'b'] }), {
      code: 'INVARIANT',
    });
    const reply = embeddingsFormat.parse({
      ...{ object: 'list', model: 'text-embedding-3-small' },
      data: [{ object: 'embedding', index: 0, embedding: [0.5, -0.5] }],
      usage: { prompt_tokens: 8, total_tokens: 8 },
    });
    assert.deepEqual(reply, {
      vectors: [Float32Array.of(0.5, -0.5)],
      ...{ inputTokens: 8, reportedModel: 'text-embedding-3-small' },
    });
  });
});
