import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import type { LabOptions, ModelOptions } from '../../src/testing/lab/lab-options.ts';
import { installOnce } from '../package/install-once.ts';
import * as clients from './lab-clients.mjs';

// Anthropic's own client, unchanged, against the lab: the newest, and the last that speaks the
// version of the API that we speak.

const installed = installOnce(join(ROOT, 'test', 'vendor-sdks'), 'vendor-sdks');
const [folder, skip] =
  'missing' in installed
    ? ['', `the vendors' clients cannot be installed: ${installed.missing}`]
    : [installed.folder, false as const];

/** 49 characters: 13 tokens; the answer has 16 characters: 4 tokens. */
const PROMPT = 'Ahab sailed. The spider spun.\nWhere is the spider?';
const ANSWER = 'The spider spun.';
const body = { model: 'claude-x', max_tokens: 9, messages: [{ role: 'user', content: PROMPT }] };

function open(model: Partial<ModelOptions> = {}, options: Partial<LabOptions> = {}): Promise<Lab> {
  const price = {
    ...{ inputPicoUsd: 1_000n, cachedInputPicoUsd: 100n, cacheWritePicoUsd: 1_250n },
    ...{ cacheWriteHourPicoUsd: 2_000n, outputPicoUsd: 5_000n },
  };
  return startLab({ models: { 'claude-x': { price, ...model } }, ...options });
}

for (const name of ['@anthropic-ai/sdk', 'anthropic-sdk-2023-06-01']) {
  describe(`${name} and the lab`, { skip }, () => {
    it('has messages, whole and as a stream, with the same words and tokens', async () => {
      await using lab = await open();
      const client = await clients.anthropic(folder, lab, name);
      const whole = await client.messages.create(body);
      assert.deepEqual(whole.content, [{ type: 'text', text: ANSWER }]);
      assert.deepEqual([whole.stop_reason, whole.usage.output_tokens], ['end_turn', 4]);
      const streamed = await client.messages.stream(body).finalMessage();
      assert.deepEqual(streamed.content[0].text, ANSWER);
      assert.deepEqual(streamed.usage.input_tokens, 13);
      assert.deepEqual(streamed.usage.output_tokens, 4);
      const tools = [{ name: 'search', input_schema: { type: 'object' } }];
      const called = await client.messages.stream({ ...body, tools }).finalMessage();
      assert.equal(called.stop_reason, 'tool_use');
      assert.deepEqual(called.content.at(-1).input, { question: PROMPT });
    });

    it('counts tokens for nothing', async () => {
      await using lab = await open();
      const client = await clients.anthropic(folder, lab, name);
      const { max_tokens: _, ...asked } = body;
      assert.deepEqual(await client.messages.countTokens(asked), { input_tokens: 13 });
      assert.equal(lab.invoice().accepted, 0);
    });

    it('writes a marked prefix to the cache, and reads it', async () => {
      await using lab = await open();
      const client = await clients.anthropic(folder, lab, name);
      const text = 'x'.repeat(8_000);
      const system = [{ type: 'text', text, cache_control: { type: 'ephemeral', ttl: '1h' } }];
      const first = await client.messages.create({ ...body, system });
      const second = await client.messages.create({ ...body, system });
      assert.deepEqual(first.usage.cache_creation, {
        ephemeral_5m_input_tokens: 0,
        ephemeral_1h_input_tokens: 2_000,
      });
      const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens } = second.usage;
      assert.deepEqual(
        [input_tokens, cache_read_input_tokens, cache_creation_input_tokens],
        [13, 2_000, 0],
      );
      const [write, read, rest] = [2_000n * 2_000n, 2_000n * 100n, 13n * 1_000n + 4n * 5_000n];
      assert.equal(lab.invoice().totalPicoUsd, write + read + 2n * rest);
    });

    it('submits, waits and collects a batch', async () => {
      await using lab = await open({}, { batchMs: 10 });
      const client = await clients.anthropic(folder, lab, name);
      const requests = ['a', 'b'].map((custom_id) => ({ custom_id, params: body }));
      const { id } = await client.messages.batches.create({ requests });
      const ended = ({ processing_status }: { processing_status: string }) =>
        processing_status === 'ended';
      const done = await clients.until(() => client.messages.batches.retrieve(id), ended);
      assert.equal(done.request_counts.succeeded, 2);
      const results = await clients.all(client.messages.batches.results(id));
      assert.deepEqual(
        results.map(({ custom_id, result }) => [custom_id, result.message.content[0].text]),
        [
          ['a', ANSWER],
          ['b', ANSWER],
        ],
      );
      const other = await client.messages.batches.create({ requests });
      const listed = await clients.all(client.messages.batches.list({ limit: 1 }));
      assert.deepEqual(
        listed.map((one) => one.id),
        [other.id, id],
      );
      const gone = await client.messages.batches.delete(id);
      assert.deepEqual(gone, { id, type: 'message_batch_deleted' });
      await clients.until(() => client.messages.batches.retrieve(other.id), ended);
      // Half of 13 × 1,000 + 4 × 5,000, for each of the four.
      assert.equal(lab.invoice().totalPicoUsd, 4n * 16_500n);
    });

    it('cancels a batch', async () => {
      await using lab = await open({}, { batchMs: 60_000 });
      const client = await clients.anthropic(folder, lab, name);
      const requests = [{ custom_id: 'a', params: body }];
      const { id } = await client.messages.batches.create({ requests });
      const going = await client.messages.batches.cancel(id);
      assert.equal(going.processing_status, 'canceling');
      const done = await clients.until(
        () => client.messages.batches.retrieve(id),
        (batch: { ended_at: string | null }) => batch.ended_at !== null,
      );
      assert.equal(done.request_counts.canceled, 1);
    });

    it('waits and tries again by itself, and throws its own errors', async () => {
      const limits = { requestsPerMinute: 120, burstSeconds: 0.5 };
      await using lab = await open({ limits, contextTokens: 40 }, { keys: { 'sk-a': {} } });
      const client = await clients.anthropic(folder, lab, name, { maxRetries: 3 });
      const replies = await Promise.all([
        client.messages.create(body),
        client.messages.create(body),
      ]);
      assert.equal(replies.length, 2);
      const { accepted, billed } = lab.invoice();
      assert.ok(accepted > 2 && billed === 2, `${accepted} accepted, ${billed} billed`);
      const stranger = await clients.anthropic(folder, lab, name, { apiKey: 'sk-no' });
      assert.deepEqual(await clients.errorOf(stranger.messages.create(body)), [
        ...['AuthenticationError', 401, 'authentication_error'],
      ]);
      const long = { ...body, max_tokens: 30 };
      assert.deepEqual(await clients.errorOf(client.messages.create(long)), [
        ...['BadRequestError', 400, 'invalid_request_error'],
      ]);
    });
  });
}
