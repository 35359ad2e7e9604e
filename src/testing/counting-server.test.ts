import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../core/hashing.ts';
import { startCountingServer } from './counting-server.ts';
import { always, type Fault, firstAttempts, seededFaults } from './server-faults.ts';

const prices = { inputPicoUsd: 10n, cachedInputPicoUsd: 5n, outputPicoUsd: 100n };

function ask(url: string, ...contents: readonly string[]): Promise<Response> {
  return fetch(`${url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({
      model: 'm',
      max_tokens: 5,
      messages: contents.map((content) => ({ role: 'user', content })),
    }),
  });
}

/** 51 characters: 13 tokens of four. The reply is its second sentence, 16 characters: 4 tokens. */
const PROMPT = 'Ahab sailed. The spider spun.\nWhere is the spider?';

describe('the counting server', () => {
  it('gives the same request the same reply, and bills each', async () => {
    await using server = await startCountingServer({ prices });
    const replies = [];
    for (let send = 0; send < 2; send++) replies.push(await (await ask(server.url, PROMPT)).json());
    const [first, second] = replies as { choices: unknown }[];
    assert.deepEqual(first?.choices, second?.choices);
    const { usage, model, choices } = replies[0] as {
      model: string;
      usage: object;
      choices: [{ message: { content: string } }];
    };
    assert.equal(model, 'm');
    assert.equal(choices[0].message.content, 'The spider spun.');
    assert.deepEqual(usage, {
      prompt_tokens: 13,
      completion_tokens: 4,
      total_tokens: 17,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: {
        ...{ reasoning_tokens: 0, audio_tokens: 0 },
        ...{ accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
      },
    });
    const line = { accepted: 2, billed: 2, picoUsd: 2n * (13n * 10n + 4n * 100n) };
    const { lines: _, ...invoice } = server.invoice();
    assert.deepEqual(invoice, {
      ...{ accepted: 2, billed: 2, totalPicoUsd: line.picoUsd },
      requests: new Map([[sha256(PROMPT), line]]),
    });
  });

  it('bills what it has produced, also when nobody is there to read it', async () => {
    const stop = new AbortController();
    await using server = await startCountingServer({
      prices,
      onBeforeReply: () => stop.abort(),
    });
    const sent = fetch(`${server.url}/chat/completions`, {
      ...{ method: 'POST', signal: stop.signal },
      body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'x' }] }),
    });
    await assert.rejects(sent, { name: 'AbortError' });
    for (let turn = 0; turn < 1_000 && server.invoice().billed === 0; turn++) {
      await new Promise(setImmediate);
    }
    assert.equal(server.invoice().billed, 1);
  });

  const faults: readonly (readonly [Fault, number | 'breaks', number])[] = [
    ['rate-limit', 429, 0],
    ['quota-empty', 429, 0],
    ['server-error', 500, 0],
    ['key-refused', 401, 0],
    ['payment-required', 402, 0],
    ['bad-request', 400, 0],
    ['hang-up', 'breaks', 0],
    ['cut-body', 'breaks', 1],
    ['gateway-timeout', 504, 1],
    ['invalid-json', 200, 1],
    ['html', 200, 1],
    ['empty', 200, 1],
    ['late', 200, 1],
  ];
  for (const [fault, status, billed] of faults) {
    it(`${billed ? 'bills' : 'does not bill'} a request that ends with ${fault}`, async () => {
      await using server = await startCountingServer({ prices, lateMs: 1, faults: always(fault) });
      const read = async (): Promise<number> => {
        const response = await ask(server.url, PROMPT);
        await response.text();
        return response.status;
      };
      assert.equal(await read().catch(() => 'breaks'), status);
      assert.equal(server.invoice().accepted, 1);
      assert.equal(server.invoice().billed, billed);
    });
  }

  it('tells attempts on the same request apart', async () => {
    await using server = await startCountingServer({ prices, faults: firstAttempts('rate-limit') });
    const statuses = [];
    for (const text of ['a', 'a', 'b', 'b']) statuses.push((await ask(server.url, text)).status);
    assert.deepEqual(statuses, [429, 200, 429, 200]);
  });

  it('has seeded faults that do not depend on the order of arrival', () => {
    const plan = seededFaults(7, 0.5, ['html', 'empty']);
    const requests = Array.from({ length: 200 }, (_, at) => ({
      textHash: `${at % 50}`,
      attempt: 1,
      ...{ lane: 'live' as const, atMs: 0 },
    }));
    const first = requests.map((request, at) => plan({ ...request, number: at }));
    const second = requests.toReversed().map((request, at) => plan({ ...request, number: at }));
    assert.deepEqual(second.toReversed(), first);
    assert.deepEqual(new Set(first), new Set([undefined, 'html', 'empty']));
  });
});
