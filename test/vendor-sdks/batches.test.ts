import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import type { ChatBatchProvider } from '../../src/contracts/batch.ts';
import { createAnthropicBatches } from '../../src/gateway/providers/anthropic-batches/provider.ts';
import { chatFormat } from '../../src/gateway/providers/openai-batches/formats.ts';
import { createOpenAiBatches } from '../../src/gateway/providers/openai-batches/provider.ts';
import { installOnce } from '../package/install-once.ts';
import replies from './__fixtures__/replies.json' with { type: 'json' };
import { type Captured, startCapture } from './capture.ts';
import * as official from './official.mjs';
import { API_KEY, SCENARIOS } from './scenarios.ts';

// As vendor-sdks.test.ts, for batches: the whole way from handing in to cancelling.

const installed = installOnce(join(ROOT, 'test', 'vendor-sdks'), 'vendor-sdks');
const [folder, skip] =
  'missing' in installed
    ? ['', `the vendors' clients cannot be installed: ${installed.missing}`]
    : [installed.folder, false as const];
const { signal } = new AbortController();

const TAG = 'mab-0123456789abcdef01234567';
const ITEM = { id: `${TAG}-1`, request: SCENARIOS.plain };

/** The whole way of ours, in the order in which the official client goes it. */
async function goAllTheWay(batches: ChatBatchProvider) {
  const id = await batches.submit([ITEM], TAG, signal);
  const listed = await batches.list(0, signal);
  const { state } = await batches.state(id, signal);
  const collected = await batches.collect(id, signal);
  await batches.cancel(id, signal);
  return { id, listed, state, collected };
}

const OPENAI_BATCH = {
  ...{ id: 'batch_1', object: 'batch', status: 'completed', created_at: 1_711_471_533 },
  ...{ endpoint: '/v1/chat/completions', input_file_id: 'file-in', output_file_id: 'file-out' },
  ...{ completion_window: '24h', metadata: { 'mab-batch': TAG } },
  request_counts: { total: 1, completed: 1, failed: 0 },
};
const OPENAI_OUTPUT = JSON.stringify({
  ...{ id: 'batch_req_1', custom_id: ITEM.id, error: null },
  response: { status_code: 200, request_id: 'r', body: replies.chat },
});

function openAiReply(path: string): unknown {
  if (/\/files\/[^/]+\/content/.test(path)) return OPENAI_OUTPUT;
  if (/\/files(\?|$)/.test(path)) return { id: 'file-in', object: 'file' };
  if (/\/batches\?(.*&)?limit/.test(path)) return { data: [OPENAI_BATCH], has_more: false };
  return OPENAI_BATCH;
}

/** Our way reads the batch once more before it asks for its files. */
function withoutRepeats(sent: readonly Captured[]): readonly Captured[] {
  const key = ({ method, path }: Captured): string => `${method} ${path}`;
  return sent.filter((one, at) => at === 0 || key(one) !== key(sent[at - 1] as Captured));
}

const chat = chatFormat('max_completion_tokens');

for (const azure of [false, true]) {
  const name = azure ? 'Azure OpenAI' : 'OpenAI';
  it(`batches of ${name} are handed in, listed and read as by the vendor's client`, {
    skip,
  }, async () => {
    await using ours = await startCapture(undefined, openAiReply);
    await using theirs = await startCapture(undefined, openAiReply);
    const own = azure
      ? {
          ...{
            baseUrl: `${ours.origin}/openai`,
            keyHeader: 'api-key' as const,
            version: '' as const,
          },
          query: { 'api-version': '2024-10-21' },
        }
      : { baseUrl: `${ours.origin}/v1`, version: '/v1' as const };
    const read = await goAllTheWay(createOpenAiBatches({ ...own, apiKey: API_KEY }, chat));
    const url = azure ? '/chat/completions' : '/v1/chat/completions';
    const body = official.CHAT.plain;
    const line = { custom_id: ITEM.id, method: 'POST', url, body };
    const lines = `${JSON.stringify(line)}\n`;
    const said = await official.batchOpenAi(folder, theirs.origin, API_KEY, lines, TAG, azure);

    const sent = withoutRepeats(ours.captured);
    assert.deepEqual(
      sent.map(({ method, path }) => `${method} ${withSortedQuery(path)}`),
      theirs.captured.map(({ method, path }) => `${method} ${withSortedQuery(path)}`),
    );
    const header = azure ? 'api-key' : 'authorization';
    for (const [at, one] of theirs.captured.entries()) {
      assert.deepEqual(withParsedFile(sent[at]?.body), withParsedFile(one.body));
      assert.equal(sent[at]?.headers[header], one.headers[header]);
    }
    assert.deepEqual([read.id, read.state], [said.id, 'ended']);
    assert.equal(said.status, 'completed');
    assert.deepEqual([read.listed[0]?.batchId, read.listed[0]?.tag], said.listed);
    const [outcome] = read.collected;
    assert.ok(outcome?.kind === 'reply');
    const { custom_id, response } = JSON.parse(said.output) as typeof OUTPUT_SHAPE;
    assert.equal(outcome.id, custom_id);
    assert.equal(outcome.reply.text, response.body.choices[0]?.message.content);
  });
}

const OUTPUT_SHAPE = { custom_id: '', response: { body: replies.chat } };

function withSortedQuery(path: string): string {
  const url = new URL(path, 'http://x');
  url.searchParams.sort();
  return `${url.pathname}${url.search}`;
}

/** The order of fields in a line means nothing. */
function withParsedFile(body: unknown): unknown {
  const { file } = (body ?? {}) as { file?: string };
  return file === undefined ? body : { ...(body as object), file: JSON.parse(file) as unknown };
}

const ANTHROPIC_BATCH = {
  ...{ id: 'msgbatch_1', type: 'message_batch', processing_status: 'ended' },
  ...{ created_at: '2026-11-24T10:00:00Z', archived_at: null, ended_at: '2026-11-24T10:01:00Z' },
  request_counts: { processing: 0, succeeded: 1, errored: 0, canceled: 0, expired: 0 },
};
const ANTHROPIC_OUTPUT = JSON.stringify({
  custom_id: ITEM.id,
  result: { type: 'succeeded', message: replies.messages },
});

describe('message batches of Anthropic', { skip }, () => {
  for (const version of ['2023-06-01', '2026-10-21']) {
    it(`are handed in, listed and read as by the client of ${version}`, async () => {
      const replyOf = (origin: () => string) => (path: string) => {
        if (path.endsWith('/results')) return ANTHROPIC_OUTPUT;
        const results_url = `${origin()}/v1/messages/batches/msgbatch_1/results`;
        const batch = { ...ANTHROPIC_BATCH, results_url };
        return path.includes('?') ? { data: [batch], has_more: false } : batch;
      };
      await using ours = await startCapture(
        undefined,
        replyOf(() => ours.origin),
      );
      await using theirs = await startCapture(
        undefined,
        replyOf(() => theirs.origin),
      );
      const options = { baseUrl: `${ours.origin}/v1`, apiKey: API_KEY };
      const read = await goAllTheWay(createAnthropicBatches(options));
      const { temperature, ...params } = official.MESSAGES.plain;
      // The newer client knows no temperature.
      const asked = version === '2023-06-01' ? { temperature, ...params } : params;
      const requests = [{ custom_id: ITEM.id, params: asked }];
      const said = await official.batchAnthropic(folder, theirs.origin, API_KEY, requests, version);

      const [sent, official_] = [withoutRepeats(ours.captured), withoutRepeats(theirs.captured)];
      assert.deepEqual(
        sent.map(({ method, path }) => `${method} ${path}`),
        official_.map(({ method, path }) => `${method} ${path}`),
      );
      for (const [at, one] of official_.entries()) {
        const own = sent[at]?.body;
        assert.deepEqual(version === '2023-06-01' ? own : withoutTemperature(own), one.body);
        // The newer client sends its key under another name.
        const key = version === '2023-06-01' ? one.headers['x-api-key'] : API_KEY;
        assert.equal(sent[at]?.headers['x-api-key'], key);
      }
      assert.deepEqual([read.id, read.listed[0]?.batchId], [said.id, said.listed]);
      assert.deepEqual([read.state, said.status], ['ended', 'ended']);
      const [outcome] = read.collected;
      const [result] = said.results as readonly {
        custom_id: string;
        result: { message: Message };
      }[];
      assert.ok(outcome?.kind === 'reply' && result);
      assert.equal(outcome.id, result.custom_id);
      const { content } = result.result.message;
      assert.equal(outcome.reply.text, content.map(({ text }) => text ?? '').join(''));
    });
  }
});

function withoutTemperature(body: unknown): unknown {
  return (
    body &&
    JSON.parse(JSON.stringify(body), (key, value: unknown) =>
      key === 'temperature' ? undefined : value,
    )
  );
}

interface Message {
  readonly content: readonly { readonly text?: string }[];
}
