import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { always, firstAttempts, seededFaults } from '../../server-faults.ts';
import { type Lab, startLab } from '../lab.ts';
import type { LabOptions } from '../lab-options.ts';

/** Input 10, output 100 pico-dollars a token; a batch costs half. */
const models = { m: { price: { inputPicoUsd: 10n, outputPicoUsd: 100n } } };

/** 49 characters: 13 tokens. The reply is "The spider spun.": 4 tokens. Live: 530, batch: 265. */
const PROMPT = 'Ahab sailed. The spider spun.\nWhere is the spider?';
const chat = { model: 'm', max_tokens: 5, messages: [{ role: 'user', content: PROMPT }] };

type Json = Record<string, unknown>;

async function ask(lab: Lab, path: string, init: RequestInit = {}, key = 'sk-a') {
  const response = await fetch(`${lab.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, ...init.headers },
  });
  return { status: response.status, text: await response.text() };
}

async function askJson(lab: Lab, path: string, body?: unknown, key?: string): Promise<Json> {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
  return JSON.parse((await ask(lab, path, init, key)).text) as Json;
}

function line(custom_id: string, body: object = chat): Json {
  return { custom_id, method: 'POST', url: '/v1/chat/completions', body };
}

async function upload(lab: Lab, lines: readonly object[]): Promise<string> {
  const form = new FormData();
  form.set('purpose', 'batch');
  form.set('file', new File([lines.map((one) => JSON.stringify(one)).join('\n')], 'in.jsonl'));
  const { text } = await ask(lab, '/files', { method: 'POST', body: form });
  return (JSON.parse(text) as { id: string }).id;
}

async function submit(lab: Lab, lines: readonly object[]): Promise<Json> {
  const create = { endpoint: '/v1/chat/completions', completion_window: '24h' };
  const input_file_id = await upload(lab, lines);
  return askJson(lab, '/batches', { ...create, input_file_id, metadata: { tag: 't' } });
}

async function ended(lab: Lab, path: string): Promise<Json> {
  for (;;) {
    const batch = await askJson(lab, path);
    if (batch.processing_status === 'ended') return batch;
    if (/^(completed|failed|expired|cancelled)$/.test(String(batch.status))) return batch;
    await wait(1);
  }
}

async function linesOf(lab: Lab, fileId: unknown): Promise<Json[]> {
  const { text } = await ask(lab, `/files/${fileId}/content`);
  return text
    .trim()
    .split('\n')
    .map((one) => JSON.parse(one) as Json);
}

function open(options: Partial<LabOptions> = {}): Promise<Lab> {
  return startLab({ models, ...options });
}

describe('the lab’s OpenAI batches', () => {
  it('answers every item of a file, at half the price', async () => {
    await using lab = await open();
    const first = await submit(lab, [line('a'), line('b')]);
    assert.deepEqual([first.status, first.metadata], ['validating', { tag: 't' }]);
    const batch = await ended(lab, `/batches/${first.id}`);
    assert.equal(batch.status, 'completed');
    assert.deepEqual(batch.request_counts, { total: 2, completed: 2, failed: 0 });
    assert.equal(batch.error_file_id, null);
    const output = await linesOf(lab, batch.output_file_id);
    assert.deepEqual(
      output.map((one) => {
        const { status_code, body } = one.response as { status_code: number; body: Json };
        const [choice] = body.choices as [{ message: Json }];
        return [one.custom_id, status_code, choice.message.content, one.error];
      }),
      [
        ['a', 200, 'The spider spun.', null],
        ['b', 200, 'The spider spun.', null],
      ],
    );
    assert.deepEqual(lab.invoice().lines, [
      {
        ...{ key: 'sk-a', model: 'm', lane: 'batch', requests: 2, refused: 0, billed: 2 },
        ...{ inputTokens: 26, cachedInputTokens: 0, outputTokens: 8, reasoningTokens: 0 },
        ...{ cacheWriteTokens: 0, cacheWriteHourTokens: 0, picoUsd: 530n },
      },
    ]);
  });

  it('serves nothing of a file with a line that is wrong, and says which', async () => {
    await using lab = await open();
    const wrong = [line('a'), line('a'), line('b', { ...chat, model: 'n' })];
    const { id } = await submit(lab, wrong);
    const batch = await ended(lab, `/batches/${id}`);
    assert.equal(batch.status, 'failed');
    const { data } = batch.errors as { data: Json[] };
    assert.deepEqual(
      data.map(({ code, line }) => [code, line]),
      [
        ['duplicate_custom_id', 2],
        ['mismatched_model', 3],
      ],
    );
    assert.equal(lab.invoice().accepted, 0);
  });

  it('puts what was refused and what expired into the file of errors, unbilled', async () => {
    const plans = { faults: firstAttempts('item-failed', 'item-expired', 'bad-request') };
    await using lab = await open(plans);
    const { id } = await submit(
      lab,
      ['a', 'b', 'c', 'd'].map((name) => line(name)),
    );
    const batch = await ended(lab, `/batches/${id}`);
    assert.deepEqual(batch.request_counts, { total: 4, completed: 1, failed: 2 });
    const errors = await linesOf(lab, batch.error_file_id);
    assert.deepEqual(
      errors.map(({ custom_id, response, error }) => [
        ...[custom_id, (response as Json | null)?.status_code, (error as Json | null)?.code],
      ]),
      [
        ['a', 500, undefined],
        ['b', undefined, 'batch_expired'],
        ['c', 400, undefined],
      ],
    );
    assert.deepEqual([lab.invoice().billed, lab.invoice().totalPicoUsd], [1, 265n]);
  });

  it('loses or repeats a line of the output as its plan says, and bills it once', async () => {
    for (const [fault, names] of [
      ['item-missing', []],
      ['item-duplicate', ['a', 'a']],
    ] as const) {
      await using lab = await open({ faults: always(fault) });
      const { id } = await submit(lab, [line('a')]);
      const batch = await ended(lab, `/batches/${id}`);
      const output = batch.output_file_id ? await linesOf(lab, batch.output_file_id) : [];
      assert.deepEqual(
        output.map(({ custom_id }) => custom_id),
        names,
      );
      assert.equal(lab.invoice().totalPicoUsd, 265n);
    }
  });

  it('expires with half of its items, or fails as a whole', async () => {
    await using lab = await open({
      batchFaults: ({ number }) => (number === 1 ? 'expired' : 'failed'),
    });
    const items = ['a', 'b', 'c'].map((name) => line(name));
    const [first, second] = [await submit(lab, items), await submit(lab, items)];
    const expired = await ended(lab, `/batches/${first.id}`);
    assert.equal(expired.status, 'expired');
    assert.equal((await linesOf(lab, expired.output_file_id)).length, 1);
    assert.equal((await linesOf(lab, expired.error_file_id)).length, 2);
    const failed = await ended(lab, `/batches/${second.id}`);
    assert.deepEqual([failed.status, failed.output_file_id], ['failed', null]);
    assert.equal(lab.invoice().billed, 1);
  });

  it('fails where more input waits than the model allows, until that has ended', async () => {
    let now = 1_000_000;
    const m = { ...models.m, limits: { batchTokens: 30 } };
    await using lab = await open({ models: { m }, batchMs: 60_000, clock: { now: () => now } });
    // 26 tokens of 30, and 13 more.
    await submit(lab, [line('a'), line('b')]);
    const { id } = await submit(lab, [line('c')]);
    const failed = await ended(lab, `/batches/${id}`);
    const [error] = (failed.errors as { data: Json[] }).data;
    assert.deepEqual([failed.status, error?.code], ['failed', 'token_limit_exceeded']);
    now += 24 * 60 * 60_000;
    assert.equal((await submit(lab, [line('d')])).errors, null);
  });

  it('is over when its day is over, by the server’s clock', async () => {
    let now = 1_000_000;
    await using lab = await open({ batchMs: 60_000, clock: { now: () => now } });
    const { id } = await submit(lab, [line('a')]);
    now += 24 * 60 * 60_000;
    const batch = await ended(lab, `/batches/${id}`);
    assert.deepEqual([batch.status, lab.invoice().accepted], ['expired', 0]);
  });

  it('stops when it is cancelled, and can then not be cancelled again', async () => {
    await using lab = await open({ batchMs: 60_000 });
    const { id } = await submit(lab, [line('a')]);
    const cancelling = await askJson(lab, `/batches/${id}/cancel`, '');
    assert.equal(cancelling.status, 'cancelling');
    const batch = await ended(lab, `/batches/${id}`);
    assert.equal(batch.status, 'cancelled');
    const [error] = await linesOf(lab, batch.error_file_id);
    assert.equal((error as { error: Json }).error.code, 'batch_cancelled');
    assert.equal((await ask(lab, `/batches/${id}/cancel`, { method: 'POST' })).status, 400);
    assert.equal(lab.invoice().accepted, 0);
  });

  it('lists what a key has made, the newest first, page by page', async () => {
    await using lab = await open();
    for (let at = 0; at < 3; at++) await submit(lab, [line('a')]);
    const first = await askJson(lab, '/batches?limit=2');
    const second = await askJson(lab, `/batches?limit=2&after=${first.last_id}`);
    const ids = (page: Json) => (page.data as Json[]).map(({ id }) => id);
    assert.deepEqual([ids(first), first.has_more], [['batch_3', 'batch_2'], true]);
    assert.deepEqual([ids(second), second.has_more], [['batch_1'], false]);
    const others = await askJson(lab, '/batches', undefined, 'sk-b');
    assert.deepEqual(others.data, []);
    assert.equal((await ask(lab, '/batches/batch_1', {}, 'sk-b')).status, 404);
  });
});

it('what cannot be read is refused, not dropped', async () => {
  await using lab = await open();
  for (const path of ['/batches', '/messages/batches', '/files', '/chat/completions']) {
    const { status } = await ask(lab, path, { method: 'POST', body: '{' });
    assert.equal(status, 400, path);
  }
  assert.equal((await ask(lab, '/nothing')).status, 404);
  assert.equal((await ask(lab, '/batches', { method: 'DELETE' })).status, 404);
});

it('a batch is there although nobody was told, and is not there where the server hung up', async () => {
  const faults = [undefined, 'cut-body', 'hang-up', 'rate-limit'] as const;
  let creations = 0;
  const managedFaults: LabOptions['managedFaults'] = ({ method, path }) =>
    method === 'POST' && path === '/v1/messages/batches' ? faults[creations++] : undefined;
  await using lab = await open({ managedFaults });
  const requests = [{ custom_id: 'a', params: chat }];
  await askJson(lab, '/messages/batches', { requests });
  await assert.rejects(askJson(lab, '/messages/batches', { requests }), TypeError);
  await assert.rejects(askJson(lab, '/messages/batches', { requests }), TypeError);
  const refused = (await askJson(lab, '/messages/batches', { requests })).error as Json;
  assert.equal(refused.type, 'rate_limit_error');
  const listed = await askJson(lab, '/messages/batches');
  assert.equal((listed.data as Json[]).length, 2);
});

describe('the lab’s Anthropic message batches', () => {
  const requests = ['a', 'b', 'c'].map((custom_id) => ({ custom_id, params: chat }));

  it('has a result for every request, billed at half the price where it succeeded', async () => {
    await using lab = await open({ faults: firstAttempts('item-failed', 'item-expired') });
    const created = await askJson(lab, '/messages/batches', { requests });
    assert.equal(created.processing_status, 'in_progress');
    const batch = await ended(lab, `/messages/batches/${created.id}`);
    const none = { processing: 0, canceled: 0 };
    assert.deepEqual(batch.request_counts, { ...none, succeeded: 1, errored: 1, expired: 1 });
    const { text } = await ask(lab, String(batch.results_url).slice(lab.url.length));
    const results = text
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one) as Json);
    assert.deepEqual(
      results.map(({ custom_id, result }) => [custom_id, (result as Json).type]),
      [
        ['a', 'errored'],
        ['b', 'expired'],
        ['c', 'succeeded'],
      ],
    );
    const { result } = results[2] as { result: { message: Json } };
    assert.deepEqual(result.message.content, [{ type: 'text', text: 'The spider spun.' }]);
    assert.equal(lab.invoice().totalPicoUsd, 265n);
  });

  it('has no results before its end, and lists in both directions', async () => {
    await using lab = await open({ batchMs: 60_000 });
    const ids = [];
    for (let at = 0; at < 3; at++)
      ids.push((await askJson(lab, '/messages/batches', { requests })).id);
    assert.equal((await ask(lab, `/messages/batches/${ids[0]}/results`)).status, 404);
    const list = async (query: string) => {
      const page = await askJson(lab, `/messages/batches?${query}`);
      return [(page.data as Json[]).map(({ id }) => id), page.has_more];
    };
    assert.deepEqual(await list('limit=2'), [[ids[2], ids[1]], true]);
    assert.deepEqual(await list(`limit=2&after_id=${ids[1]}`), [[ids[0]], false]);
    assert.deepEqual(await list(`limit=1&before_id=${ids[0]}`), [[ids[1]], true]);
    const cancelled = await askJson(lab, `/messages/batches/${ids[0]}/cancel`, '');
    assert.equal(cancelled.processing_status, 'canceling');
  });
});

it('a plan of faults sees in which lane a request came', async () => {
  const seen: string[] = [];
  const plan = seededFaults(1, 0, []);
  await using lab = await open({
    faults: (request) => {
      seen.push(`${request.lane} ${request.number} ${request.attempt}`);
      return plan(request);
    },
  });
  await askJson(lab, '/chat/completions', chat);
  const { id } = await submit(lab, [line('a')]);
  await ended(lab, `/batches/${id}`);
  assert.deepEqual(seen, ['live 1 1', 'batch 2 2']);
});
