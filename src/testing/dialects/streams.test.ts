import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startLab } from '../lab/lab.ts';
import { always } from '../server-faults.ts';

const models = { m: { price: { inputPicoUsd: 10n, outputPicoUsd: 100n } } };

/** The reply is "The spider spun over the sea.": 29 characters, 8 tokens, two pieces. */
const content = 'The spider spun over the sea.\nWhere is the spider?';
const chat = { model: 'm', max_tokens: 50, messages: [{ role: 'user', content }], stream: true };

async function stream(address: string, body: object): Promise<string[]> {
  const response = await fetch(address, { method: 'POST', body: JSON.stringify(body) });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  return (await response.text()).split('\n\n').filter((event) => event !== '');
}

describe('a stream of events', () => {
  it('is as OpenAI documents it, with the tokens in the last chunk where they are asked for', async () => {
    await using lab = await startLab({ models });
    const body = { ...chat, stream_options: { include_usage: true } };
    const events = await stream(`${lab.url}/chat/completions`, body);
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.replace('data: ', '')));
    assert.equal(events.at(-1), 'data: [DONE]');
    assert.deepEqual(
      chunks.map(({ object, choices, usage }) => [object, choices[0]?.delta, usage?.total_tokens]),
      [
        ['chat.completion.chunk', { role: 'assistant', content: '' }, undefined],
        ['chat.completion.chunk', { content: 'The spider spun over the' }, undefined],
        ['chat.completion.chunk', { content: ' sea.' }, undefined],
        ['chat.completion.chunk', {}, undefined],
        ['chat.completion.chunk', undefined, 13 + 8],
      ],
    );
    assert.equal(chunks[3].choices[0].finish_reason, 'stop');
    const plain = await stream(`${lab.url}/chat/completions`, chat);
    assert.ok(plain.every((event) => !event.includes('usage')));
  });

  it('is as Anthropic documents it', async () => {
    await using lab = await startLab({ models });
    const events = await stream(`${lab.url}/messages`, chat);
    const parsed = events.map((event) => {
      const [, type, data] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
      return { type, data: JSON.parse(data ?? '') };
    });
    assert.deepEqual(
      parsed.map(({ type, data }) => [type, data.delta?.text ?? data.delta?.stop_reason]),
      [
        ['message_start', undefined],
        ['content_block_start', undefined],
        ['content_block_delta', 'The spider spun over the'],
        ['content_block_delta', ' sea.'],
        ['content_block_stop', undefined],
        ['message_delta', 'end_turn'],
        ['message_stop', undefined],
      ],
    );
    assert.equal(parsed[0]?.data.message.usage.input_tokens, 13);
    assert.equal(parsed[5]?.data.usage.output_tokens, 8);
  });

  it('is as OpenAI documents it for responses', async () => {
    await using lab = await startLab({ models });
    const body = { model: 'm', input: content, stream: true };
    const events = await stream(`${lab.url}/responses`, body);
    const parsed = events.map((event) => JSON.parse(event.replace(/^event: .*\ndata: /, '')));
    assert.deepEqual(
      parsed.map(({ type, delta, sequence_number }) => [sequence_number, type, delta]),
      [
        [0, 'response.created', undefined],
        [1, 'response.in_progress', undefined],
        [2, 'response.output_item.added', undefined],
        [3, 'response.content_part.added', undefined],
        [4, 'response.output_text.delta', 'The spider spun over the'],
        [5, 'response.output_text.delta', ' sea.'],
        [6, 'response.output_text.done', undefined],
        [7, 'response.content_part.done', undefined],
        [8, 'response.output_item.done', undefined],
        [9, 'response.completed', undefined],
      ],
    );
    assert.equal(parsed[9].response.usage.total_tokens, 13 + 8);
  });

  it('is as Google documents it', async () => {
    await using lab = await startLab({ models });
    const address = `${lab.origin}/v1beta/models/m:streamGenerateContent?alt=sse`;
    const events = await stream(address, {
      contents: [{ role: 'user', parts: [{ text: content }] }],
    });
    const parsed = events.map((event) => JSON.parse(event.replace('data: ', '')));
    assert.deepEqual(
      parsed.map(({ candidates: [{ content, finishReason }], usageMetadata }) => [
        ...[content.parts[0].text, finishReason, usageMetadata?.totalTokenCount],
      ]),
      [
        ['The spider spun over the', undefined, undefined],
        [' sea.', 'STOP', 13 + 8],
      ],
    );
  });

  it('breaks in the middle where its plan says so, and is billed', async () => {
    await using lab = await startLab({ models, faults: always('cut-body') });
    await assert.rejects(stream(`${lab.url}/messages`, chat), TypeError);
    assert.equal(lab.invoice().billed, 1);
  });
});

describe('marks for Anthropic’s cache', () => {
  const block = (ttl?: string) => ({
    ...{ type: 'text', text: 'x' },
    cache_control: { type: 'ephemeral', ...(ttl && { ttl }) },
  });
  const ask = async (...blocks: readonly object[]) => {
    await using lab = await startLab({ models });
    const body = { ...chat, stream: false, messages: [{ role: 'user', content: blocks }] };
    const init = { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${lab.url}/messages`, init);
    return [response.status, lab.invoice().accepted];
  };

  it('are at most four, an hour never after five minutes', async () => {
    const five = Array.from({ length: 5 }, () => block());
    assert.deepEqual(await ask(...five), [400, 0]);
    assert.deepEqual(await ask(...five.slice(1)), [200, 1]);
    assert.deepEqual(await ask(block(), block('1h')), [400, 0]);
    assert.deepEqual(await ask(block('1h'), block('1h'), block()), [200, 1]);
    assert.deepEqual(await ask(block('2h')), [400, 0]);
  });
});
