import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstAttempts, firstOf, stormByCount, stormByTime } from '../server-faults.ts';
import { type Lab, startLab } from './lab.ts';
import type { LabOptions, ModelOptions } from './lab-options.ts';

const price = { inputPicoUsd: 10n, cachedInputPicoUsd: 5n, outputPicoUsd: 100n };

/** 49 characters: 13 tokens. The reply is "The spider spun.": 4 tokens. */
const PROMPT = 'Ahab sailed. The spider spun.\nWhere is the spider?';

function open(model: Partial<ModelOptions> = {}, options: Partial<LabOptions> = {}): Promise<Lab> {
  return startLab({ models: { m: { price, ...model } }, ...options });
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a vendor's reply, of which each test reads a part
  readonly json: any;
}

async function post(address: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  const json: unknown = JSON.parse(await response.text());
  return { status: response.status, headers: response.headers, json } as Reply;
}

function chat(lab: Lab, more: object = {}, key = 'sk-a', content = PROMPT): Promise<Reply> {
  const body = { model: 'm', messages: [{ role: 'user', content }], ...more };
  return post(`${lab.url}/chat/completions`, body, { authorization: `Bearer ${key}` });
}

function message(lab: Lab, more: object = {}): Promise<Reply> {
  const body = { model: 'm', max_tokens: 5, messages: [{ role: 'user', content: PROMPT }] };
  return post(`${lab.url}/messages`, { ...body, ...more }, { 'x-api-key': 'sk-a' });
}

function content(lab: Lab): Promise<Reply> {
  const address = `${lab.origin}/v1beta/models/m:generateContent?key=sk-a`;
  return post(address, { contents: [{ role: 'user', parts: [{ text: PROMPT }] }] });
}

describe('the lab’s limits', () => {
  it('refuse in OpenAI’s words, per key and model, until the clock has gone on', async () => {
    let now = 0;
    const limits = { requestsPerMinute: 60, tokensPerMinute: 60 };
    const m = { price, limits };
    const clock = { now: () => now };
    await using lab = await startLab({ models: { m, n: m }, clock });
    // 13 tokens of input and 27 that may be written.
    const ask = (key = 'sk-a', model = 'm') => chat(lab, { max_tokens: 27, model }, key);
    assert.equal((await ask()).status, 200);
    const { status, headers, json } = await ask();
    assert.equal(status, 429);
    // 20 of 40 tokens are missing, at one a second.
    assert.deepEqual(json.error, {
      message:
        'Rate limit reached for m on tokens per min (TPM): Limit 60, Requested 40. ' +
        'Please try again in 20s.',
      ...{ type: 'tokens', param: null, code: 'rate_limit_exceeded' },
    });
    assert.deepEqual(
      ['retry-after', 'retry-after-ms', 'x-ratelimit-remaining-tokens'].map((name) =>
        headers.get(name),
      ),
      ['20', '20000', '20'],
    );
    assert.deepEqual([(await ask('sk-b')).status, (await ask('sk-a', 'n')).status], [200, 200]);
    now = 19_999;
    assert.equal((await ask()).status, 429);
    now = 20_000;
    assert.equal((await ask()).status, 200);
    const [line] = lab.invoice().lines;
    assert.deepEqual([line?.requests, line?.refused, line?.billed], [4, 2, 2]);
  });

  it('refuse in Anthropic’s words', async () => {
    const limits = { inputTokensPerMinute: 20 };
    await using lab = await open({ limits }, { clock: { now: () => 0 } });
    assert.equal((await message(lab)).status, 200);
    const { status, headers, json } = await message(lab);
    assert.deepEqual([status, json.error.type], [429, 'rate_limit_error']);
    // 6 of 13 tokens are missing, at one in three seconds.
    assert.equal(headers.get('retry-after'), '18');
    assert.equal(headers.get('anthropic-ratelimit-input-tokens-remaining'), '7');
  });

  it('refuse in Google’s words', async () => {
    await using lab = await open({ limits: { requestsPerMinute: 1 } }, { clock: { now: () => 0 } });
    assert.equal((await content(lab)).status, 200);
    const { status, json } = await content(lab);
    assert.deepEqual([status, json.error.status], [429, 'RESOURCE_EXHAUSTED']);
    assert.equal(json.error.details.at(-1).retryDelay, '60s');
  });

  it('hold while a request is being answered', async () => {
    await using lab = await open({ limits: { concurrency: 2 } }, { latencyMs: 50 });
    const replies = await Promise.all([chat(lab), chat(lab), chat(lab)]);
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 200, 429]);
    assert.equal((await chat(lab)).status, 200);
  });

  it('refuse what is longer than the context, each vendor in its words', async () => {
    await using lab = await open({ contextTokens: 15 });
    const tooLong = await chat(lab, { max_tokens: 3 });
    assert.deepEqual([tooLong.status, tooLong.json.error.code], [400, 'context_length_exceeded']);
    const { json } = await message(lab);
    assert.match(json.error.message, /exceed context limit: 13 \+ 5 > 15/);
    await using smaller = await open({ contextTokens: 12 });
    const long = await message(smaller);
    assert.equal(long.json.error.message, 'prompt is too long: 13 tokens > 12 maximum');
    assert.equal(lab.invoice().billed, 0);
  });

  it('refuse to be asked for more than the model writes', async () => {
    await using lab = await open({ outputTokensMax: 5 });
    assert.equal((await chat(lab, { max_tokens: 5 })).status, 200);
    assert.equal((await chat(lab, { max_tokens: 6 })).status, 400);
  });
});

describe('the lab’s accounts', () => {
  it('are told apart by key, and end when their money is spent', async () => {
    // One reply costs 13 × 10 + 4 × 100 = 530: the third finds nothing left.
    const keys = { 'sk-a': { balancePicoUsd: 531n }, 'sk-b': {} };
    await using lab = await open({}, { keys });
    const statuses = [];
    for (let send = 0; send < 3; send++) statuses.push((await chat(lab)).status);
    assert.deepEqual(statuses, [200, 200, 429]);
    assert.equal((await chat(lab)).json.error.code, 'insufficient_quota');
    assert.equal((await chat(lab, {}, 'sk-b')).status, 200);
    assert.equal((await chat(lab, {}, 'sk-c')).status, 401);
    assert.deepEqual(
      lab.invoice().lines.map(({ key, billed, picoUsd }) => [key, billed, picoUsd]),
      [
        ['sk-a', 2, 1_060n],
        ['sk-b', 1, 530n],
        ['sk-c', 0, 0n],
      ],
    );
  });
});

describe('the lab’s bill', () => {
  const long = `${'The sea is wide. '.repeat(300)}\n`;

  it('is what the replies report, cache and reasoning included', async () => {
    await using lab = await open({ reasoningTokens: [5, 50] });
    let sum = 0n;
    let [cached, reasoning] = [0, 0];
    for (let at = 0; at < 20; at++) {
      const { usage } = (await chat(lab, {}, 'sk-a', `${long}Is it number ${at}?`)).json;
      const read = usage.prompt_tokens_details.cached_tokens;
      sum += BigInt(usage.prompt_tokens - read) * 10n + BigInt(read) * 5n;
      sum += BigInt(usage.completion_tokens) * 100n;
      cached += read;
      reasoning += usage.completion_tokens_details.reasoning_tokens;
    }
    const { totalPicoUsd, lines } = lab.invoice();
    assert.equal(sum, totalPicoUsd);
    // 5,101 characters are shared: 9 whole steps of 128 tokens, by all but the first.
    assert.deepEqual([cached, lines[0]?.cachedInputTokens], [19 * 9 * 128, 19 * 9 * 128]);
    assert.equal(reasoning, lines[0]?.reasoningTokens);
    assert.ok(reasoning >= 20 * 5 && reasoning <= 20 * 50);
  });

  it('has replies of a drawn length, cold machines and another tokenizer where it is told so', async () => {
    // A token a character: what is shared has 5,101, of which 39 whole steps are read.
    await using lab = await open(
      { outputTokens: [3, 6], cacheHitShare: 0.5 },
      { countTokens: (text) => text.length },
    );
    const usages: { prompt: number; cached: number; output: number }[] = [];
    for (let at = 0; at < 40; at++) {
      const text = `${long}Is it number ${at}?`;
      const { usage } = (await chat(lab, {}, 'sk-a', text)).json;
      assert.equal(usage.prompt_tokens, text.length);
      const cached = usage.prompt_tokens_details.cached_tokens;
      usages.push({ prompt: usage.prompt_tokens, cached, output: usage.completion_tokens });
    }
    const cached = usages.map((usage) => usage.cached).filter((tokens) => tokens > 0);
    assert.deepEqual(new Set(cached.map((tokens) => tokens % 128)), new Set([0]));
    assert.ok(cached.every((tokens) => tokens > 4_400 && tokens <= 5_101));
    assert.ok(cached.length > 10 && cached.length < 30, `${cached.length} of 40 were warm`);
    assert.deepEqual(new Set(usages.map(({ output }) => output)), new Set([3, 4, 5, 6]));
    const [line] = lab.invoice().lines;
    const all = usages.reduce((sum, { prompt }) => sum + prompt, 0);
    assert.equal((line?.inputTokens ?? 0) + (line?.cachedInputTokens ?? 0), all);
  });

  it('has no cache for a fan-out that nobody has warmed up', async () => {
    await using lab = await open({}, { latencyMs: 20 });
    const ask = (at: number) => chat(lab, {}, 'sk-a', `${long}Is it number ${at}?`);
    await Promise.all([ask(1), ask(2), ask(3)]);
    assert.equal(lab.invoice().lines[0]?.cachedInputTokens, 0);
    await Promise.all([ask(4), ask(5)]);
    assert.equal(lab.invoice().lines[0]?.cachedInputTokens, 2 * 9 * 128);
  });

  it('has no cache for embeddings, and a line for each text', async () => {
    await using lab = await open();
    const input = ['x'.repeat(8_000), 'y'.repeat(4)];
    for (let send = 0; send < 2; send++) {
      const { json } = await post(`${lab.url}/embeddings`, { model: 'm', input });
      assert.deepEqual(json.usage, { prompt_tokens: 2_001, total_tokens: 2_001 });
    }
    const { totalPicoUsd, requests } = lab.invoice();
    assert.equal(totalPicoUsd, 2n * 2_001n * 10n);
    assert.deepEqual(
      [...requests.values()],
      [
        { accepted: 2, billed: 2, picoUsd: 2n * 2_000n * 10n },
        { accepted: 2, billed: 2, picoUsd: 2n * 10n },
      ],
    );
  });

  it('is what Anthropic’s replies report, marks of both kinds included', async () => {
    const write = { cacheWritePicoUsd: 12n, cacheWriteHourPicoUsd: 20n };
    await using lab = await open({ price: { ...price, ...write } });
    const mark = (ttl: string) => ({ cache_control: { type: 'ephemeral', ttl } });
    let sum = 0n;
    for (let at = 0; at < 8; at++) {
      const system = [{ type: 'text', text: long, ...mark('1h') }];
      const words = { type: 'text', text: `${long}${at >> 1}`, ...mark('5m') };
      const messages = [{ role: 'user', content: [words, { type: 'text', text: `Is it ${at}?` }] }];
      const { usage } = (await message(lab, { system, messages })).json;
      const { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: hour } =
        usage.cache_creation;
      const counts = [usage.input_tokens, usage.cache_read_input_tokens, short, hour] as number[];
      const [plain = 0n, read = 0n, ...written] = counts.map(BigInt);
      const [five = 0n, sixty = 0n] = written;
      sum += plain * 10n + read * 5n + five * 12n + sixty * 20n;
      sum += BigInt(usage.output_tokens) * 100n;
    }
    const { totalPicoUsd, lines } = lab.invoice();
    assert.equal(sum, totalPicoUsd);
    // The system's 1,276 tokens once; of four texts of 1,276 each the first of two.
    assert.equal(lines[0]?.cacheWriteHourTokens, 1_276);
    assert.equal(lines[0]?.cacheWriteTokens, 4 * 1_276);
  });

  it('has a reply that is sent again twice', async () => {
    await using lab = await open({}, { faults: firstAttempts('invalid-json') });
    await assert.rejects(chat(lab), SyntaxError);
    assert.equal((await chat(lab)).status, 200);
    assert.deepEqual([lab.invoice().billed, lab.invoice().totalPicoUsd], [2, 1_060n]);
  });

  it('ends with the limit of output, of which thoughts come first', async () => {
    await using lab = await open({ reasoningTokens: [3, 3] });
    for (const [max_tokens, words, tokens] of [
      [5, 'The spid', 5],
      [2, '', 2],
      [9, 'The spider spun.', 7],
    ] as const) {
      const { choices, usage } = (await chat(lab, { max_tokens })).json;
      assert.equal(choices[0].message.content, words);
      assert.equal(choices[0].finish_reason, tokens === 7 ? 'stop' : 'length');
      assert.equal(usage.completion_tokens, tokens);
    }
  });
});

describe('the lab’s replies', () => {
  const lines = Array.from({ length: 40 }, (_, at) => `The spider spun web ${at}.`).join('\n');
  const words = async (lab: Lab, temperature: number) => {
    const reply = await chat(lab, { temperature }, 'sk-a', `${lines}\nWhich web spun the spider?`);
    return reply.json.choices[0].message.content as string;
  };

  it('are the same to the same request, unless it is sampled', async () => {
    await using lab = await open();
    const [cold, warm] = [new Set<string>(), new Set<string>()];
    for (let send = 0; send < 12; send++) cold.add(await words(lab, 0));
    for (let send = 0; send < 12; send++) warm.add(await words(lab, 1));
    assert.deepEqual([cold.size, warm.size], [1, 2]);
  });

  it('come to a thousand requests that are sent at once', async (t) => {
    await using lab = await open({}, { latencyMs: [50, 500] });
    const start = performance.now();
    const asked = Array.from({ length: 1_000 }, (_, at) => chat(lab, {}, 'sk-a', `Is it ${at}?`));
    const replies = await Promise.all(asked);
    t.diagnostic(`1,000 requests in ${Math.round(performance.now() - start)} ms`);
    assert.ok(replies.every(({ status }) => status === 200));
    assert.deepEqual([lab.invoice().accepted, lab.invoice().billed], [1_000, 1_000]);
  });
});

describe('the lab’s storms', () => {
  it('refuse by the number or the time of a request', async () => {
    let now = 1_000;
    const faults = firstOf(stormByCount(2, 3), stormByTime([[500, 600]]));
    await using lab = await open({}, { faults, clock: { now: () => now } });
    const statuses = [];
    for (const atMs of [0, 0, 0, 0, 500, 599, 600]) {
      now = 1_000 + atMs;
      statuses.push((await chat(lab)).status);
    }
    assert.deepEqual(statuses, [200, 429, 429, 200, 429, 429, 200]);
  });
});
