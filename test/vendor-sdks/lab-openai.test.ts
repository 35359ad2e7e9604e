import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import type { LabOptions, ModelOptions } from '../../src/testing/lab/lab-options.ts';
import { firstAttempts } from '../../src/testing/server-faults.ts';
import { installOnce } from '../package/install-once.ts';
import * as clients from './lab-clients.mjs';

// OpenAI's own client, unchanged, against the lab.

const installed = installOnce(join(ROOT, 'test', 'vendor-sdks'), 'vendor-sdks');
const [folder, skip] =
  'missing' in installed
    ? ['', `the vendors' clients cannot be installed: ${installed.missing}`]
    : [installed.folder, false as const];

/** 49 characters: 13 tokens; the answer has 16 characters: 4 tokens. */
const PROMPT = 'Ahab sailed. The spider spun.\nWhere is the spider?';
const ANSWER = 'The spider spun.';
const messages = [{ role: 'user', content: PROMPT }];

interface Vector {
  readonly embedding: readonly number[];
}

function open(model: Partial<ModelOptions> = {}, options: Partial<LabOptions> = {}): Promise<Lab> {
  const price = { inputPicoUsd: 10n, cachedInputPicoUsd: 5n, outputPicoUsd: 100n };
  return startLab({ models: { 'gpt-x': { price, ...model } }, ...options });
}

describe('OpenAI’s client and the lab', { skip }, () => {
  it('chats, whole and as a stream, to the same words and tokens', async () => {
    await using lab = await open({ reasoningTokens: [3, 3] });
    const client = await clients.openAi(folder, lab);
    const body = { model: 'gpt-x', messages };
    const whole = await client.chat.completions.create(body);
    assert.equal(whole.choices[0].message.content, ANSWER);
    assert.equal(whole.choices[0].finish_reason, 'stop');
    const { prompt_tokens, completion_tokens, total_tokens } = whole.usage;
    assert.deepEqual([prompt_tokens, completion_tokens, total_tokens], [13, 7, 20]);
    assert.equal(whole.usage.completion_tokens_details.reasoning_tokens, 3);
    const chunks = await clients.all(
      client.chat.completions.create({
        ...{ ...body, stream: true, stream_options: { include_usage: true } },
      }),
    );
    const words = chunks.map(({ choices }) => choices[0]?.delta.content ?? '');
    assert.equal(words.join(''), ANSWER);
    assert.deepEqual(chunks.at(-1).usage, whole.usage);
    const streamed = await client.chat.completions.stream(body).finalChatCompletion();
    assert.deepEqual(streamed.choices[0].message.content, ANSWER);
    assert.equal(lab.invoice().totalPicoUsd, 3n * (13n * 10n + 7n * 100n));
  });

  it('calls tools, whole and as a stream', async () => {
    await using lab = await open();
    const client = await clients.openAi(folder, lab);
    const tool = { name: 'search', description: 'Searches.', parameters: { type: 'object' } };
    const body = { model: 'gpt-x', messages, tools: [{ type: 'function', function: tool }] };
    const whole = await client.chat.completions.create(body);
    const streamed = await client.chat.completions.stream(body).finalChatCompletion();
    for (const { choices } of [whole, streamed]) {
      const [{ finish_reason, message }] = choices;
      const [call] = message.tool_calls;
      assert.equal(finish_reason, 'tool_calls');
      assert.deepEqual(JSON.parse(call.function.arguments), { question: PROMPT });
    }
  });

  it('reads responses, and what was cut short', async () => {
    await using lab = await open();
    const client = await clients.openAi(folder, lab);
    const whole = await client.responses.create({ model: 'gpt-x', input: PROMPT });
    assert.deepEqual([whole.output_text, whole.status], [ANSWER, 'completed']);
    const cut = await client.responses.create({
      ...{ model: 'gpt-x', input: PROMPT, max_output_tokens: 2 },
    });
    assert.deepEqual([cut.output_text, cut.status], [ANSWER.slice(0, 8), 'incomplete']);
    assert.equal(cut.incomplete_details.reason, 'max_output_tokens');
  });

  it('reads responses as a stream, with words or with calls', async () => {
    await using lab = await open();
    const client = await clients.openAi(folder, lab);
    const body = { model: 'gpt-x', input: PROMPT };
    const whole = await client.responses.create(body);
    const events = await clients.all(client.responses.create({ ...body, stream: true }));
    const deltas = events.filter(({ type }) => type === 'response.output_text.delta');
    assert.equal(deltas.map(({ delta }) => delta).join(''), ANSWER);
    assert.deepEqual(events.at(-1).response.usage, whole.usage);
    const tool = {
      type: 'function',
      name: 'search',
      parameters: { type: 'object' },
      strict: false,
    };
    const called = await client.responses.stream({ ...body, tools: [tool] }).finalResponse();
    assert.deepEqual(JSON.parse(called.output[0].arguments), { question: PROMPT });
  });

  it('embeds as numbers and as the base64 that it asks for by itself', async () => {
    await using lab = await open();
    const client = await clients.openAi(folder, lab);
    const body = { model: 'gpt-x', input: ['Rome', 'Ghent'], dimensions: 4 };
    const plain = await client.embeddings.create({ ...body, encoding_format: 'float' });
    const packed = await client.embeddings.create(body);
    const rounded = plain.data.map((one: Vector) => one.embedding.map(Math.fround));
    assert.deepEqual(
      packed.data.map((one: Vector) => one.embedding),
      rounded,
    );
    assert.deepEqual(packed.usage, { prompt_tokens: 3, total_tokens: 3 });
  });

  it('uploads, submits, waits and collects a batch', async () => {
    await using lab = await open({}, { batchMs: 10 });
    const client = await clients.openAi(folder, lab);
    const line = { custom_id: 'a', method: 'POST', url: '/v1/chat/completions' };
    const text = JSON.stringify({ ...line, body: { model: 'gpt-x', messages } });
    const file = await client.files.create({
      file: await clients.fileOf(folder, text, 'in.jsonl'),
      purpose: 'batch',
    });
    assert.deepEqual([file.filename, file.bytes], ['in.jsonl', text.length]);
    assert.equal(await (await client.files.content(file.id)).text(), text);
    const created = await client.batches.create({
      input_file_id: file.id,
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
      metadata: { tag: 'mine' },
    });
    const done = await clients.until(
      () => client.batches.retrieve(created.id),
      (batch: { status: string }) => batch.status === 'completed',
    );
    const output = JSON.parse(await (await client.files.content(done.output_file_id)).text());
    assert.equal(output.response.body.choices[0].message.content, ANSWER);
    const other = await client.batches.create({
      input_file_id: file.id,
      ...{ endpoint: '/v1/chat/completions', completion_window: '24h' },
    });
    const listed = await clients.all(client.batches.list({ limit: 1 }));
    assert.deepEqual(
      listed.map(({ id, metadata }) => [id, metadata]),
      [
        [other.id, null],
        [created.id, { tag: 'mine' }],
      ],
    );
    const files = await clients.all(client.files.list({ purpose: 'batch' }));
    assert.deepEqual(
      files.map(({ id }) => id),
      [file.id],
    );
    assert.equal((await client.files.delete(file.id)).deleted, true);
  });

  it('cancels a batch', async () => {
    await using lab = await open({}, { batchMs: 60_000 });
    const client = await clients.openAi(folder, lab);
    const line = { custom_id: 'a', method: 'POST', url: '/v1/chat/completions' };
    const text = JSON.stringify({ ...line, body: { model: 'gpt-x', messages } });
    const file = await clients.fileOf(folder, text, 'in.jsonl');
    const { id } = await client.files.create({ file, purpose: 'batch' });
    const created = await client.batches.create({
      ...{ input_file_id: id, endpoint: '/v1/chat/completions', completion_window: '24h' },
    });
    assert.equal((await client.batches.cancel(created.id)).status, 'cancelling');
    await clients.until(
      () => client.batches.retrieve(created.id),
      (batch: { status: string }) => batch.status === 'cancelled',
    );
    assert.equal(lab.invoice().accepted, 0);
  });

  it('waits and tries again by itself when it was too fast', async () => {
    const limits = { requestsPerMinute: 600, burstSeconds: 0.1 };
    await using lab = await open({ limits });
    const client = await clients.openAi(folder, lab, { maxRetries: 8 });
    const calls = Array.from({ length: 3 }, () =>
      client.chat.completions.create({ model: 'gpt-x', messages }),
    );
    const replies = await Promise.all(calls);
    assert.deepEqual(
      replies.map(({ choices }) => choices[0].message.content),
      [ANSWER, ANSWER, ANSWER],
    );
    const { accepted, billed } = lab.invoice();
    assert.ok(accepted > 3 && billed === 3, `${accepted} accepted, ${billed} billed`);
  });

  it('tries again after a fault, and pays again for a reply that was lost', async () => {
    await using lab = await open({}, { faults: firstAttempts('server-error', 'cut-body') });
    const client = await clients.openAi(folder, lab, { maxRetries: 3 });
    const body = { model: 'gpt-x', messages };
    // The client does not retry once a body has begun.
    await assert.rejects(client.chat.completions.create(body));
    const { choices } = await client.chat.completions.create(body);
    assert.equal(choices[0].message.content, ANSWER);
    assert.deepEqual([lab.invoice().accepted, lab.invoice().billed], [3, 2]);
  });

  it('reads the limits from the headers', async () => {
    const limits = { requestsPerMinute: 60, tokensPerMinute: 6_000 };
    await using lab = await open({ limits }, { clock: { now: () => 0 } });
    const client = await clients.openAi(folder, lab);
    const body = { model: 'gpt-x', messages, max_tokens: 87 };
    const { response } = await client.chat.completions.create(body).withResponse();
    const names = ['requests', 'tokens'].flatMap((kind) => [`limit-${kind}`, `remaining-${kind}`]);
    assert.deepEqual(
      names.map((name) => response.headers.get(`x-ratelimit-${name}`)),
      ['60', '59', '6000', '5900'],
    );
    assert.equal(response.headers.get('x-ratelimit-reset-requests'), '1s');
    assert.equal(response.headers.get('x-ratelimit-reset-tokens'), '1s');
  });

  it('throws its own errors for what is refused', async () => {
    const keys = { 'sk-a': {}, 'sk-empty': { balancePicoUsd: 0n } };
    const model = { contextTokens: 50, limits: { requestsPerMinute: 2 } };
    await using lab = await open(model, { keys });
    const ask = async (body: object, apiKey = 'sk-a') => {
      const client = await clients.openAi(folder, lab, { apiKey });
      const request = { model: 'gpt-x', messages, ...body };
      return clients.errorOf(client.chat.completions.create(request));
    };
    assert.deepEqual(await ask({}, 'sk-no'), ['AuthenticationError', 401, 'invalid_api_key']);
    assert.deepEqual(await ask({}, 'sk-empty'), ['RateLimitError', 429, 'insufficient_quota']);
    assert.deepEqual(await ask({ model: 'no' }), ['NotFoundError', 404, 'model_not_found']);
    assert.deepEqual(await ask({ max_tokens: 40 }), [
      ...['BadRequestError', 400, 'context_length_exceeded'],
    ]);
    assert.deepEqual(await ask({ max_tokens: 5 }), []);
    assert.deepEqual(await ask({ max_tokens: 5 }), []);
    assert.deepEqual(await ask({ max_tokens: 5 }), [
      ...['RateLimitError', 429, 'rate_limit_exceeded'],
    ]);
  });
});
