import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { describe, it } from 'node:test';
import { deterministicReply } from '../../testing/deterministic-reply.ts';
import { always, firstAttempts } from '../../testing/server-faults.ts';
import { openProxyScene, type ProxyScene } from './__fixtures__/proxy-scene.ts';

const QUESTION = 'Rome lies in Italy. Ghent lies in Belgium.\nWhere does Rome lie?';
const CHAT = { model: 'chat-x', messages: [{ role: 'user', content: QUESTION }], max_tokens: 40 };
const EMBED = { model: 'embed-x', input: ['Rome', 'Ghent'] };

const expected = deterministicReply({
  ...{ model: 'chat-x', messages: CHAT.messages },
});

interface WireChat {
  readonly id: string;
  readonly choices: readonly [{ readonly message: { readonly content: string } }];
  readonly usage: object;
}

interface WireFailure {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly param: string | null;
  };
}

async function failure(response: Response) {
  const { error } = (await response.json()) as WireFailure;
  return { status: response.status, code: error.code, param: error.param };
}

describe('a chat completion through the proxy', () => {
  it('is what the server has answered, with its usage, and is paid to the cent', async () => {
    await using scene = await openProxyScene();
    const response = await scene.post('/chat/completions', CHAT);
    const { id, choices, usage } = (await response.json()) as WireChat;
    assert.equal(response.status, 200);
    assert.match(id, /^chatcmpl-[0-9a-f]{16}$/);
    assert.deepEqual(choices, [
      {
        index: 0,
        message: { role: 'assistant', content: expected.text, refusal: null },
        ...{ logprobs: null, finish_reason: 'stop' },
      },
    ]);
    const [line] = scene.server.invoice().lines;
    assert.ok(line);
    const prompt = line.inputTokens + line.cachedInputTokens;
    assert.deepEqual(usage, {
      prompt_tokens: prompt,
      completion_tokens: line.outputTokens,
      total_tokens: prompt + line.outputTokens,
      prompt_tokens_details: { cached_tokens: line.cachedInputTokens },
      completion_tokens_details: { reasoning_tokens: 0 },
    });
    assert.equal(await scene.paid(), scene.server.invoice().totalPicoUsd);
  });

  it('sends what the caller asked, and nothing of the configuration’s sampling', async () => {
    await using scene = await openProxyScene();
    await scene.post('/chat/completions', CHAT);
    assert.deepEqual(scene.server.lastAsked(), {
      ...{ model: 'chat-x', messages: CHAT.messages, maxOutputTokens: 40 },
    });
    const more = { temperature: 0.5, seed: 7, store: true, user: null };
    await scene.post('/chat/completions', { ...CHAT, ...more });
    assert.deepEqual(scene.server.lastAsked(), {
      ...{ model: 'chat-x', messages: CHAT.messages, maxOutputTokens: 40 },
      ...{ temperature: 0.5, seed: 7 },
    });
  });

  it('has the limit of the configuration where the caller sets none', async () => {
    await using scene = await openProxyScene({ outputTokensMax: 77 });
    const { max_tokens: _, ...unlimited } = CHAT;
    await scene.post('/chat/completions', unlimited);
    const { maxOutputTokens } = scene.server.lastAsked() as { maxOutputTokens: number };
    assert.equal(maxOutputTokens, 77);
  });

  it('is bought each time, also when it is the same', async () => {
    await using scene = await openProxyScene();
    const ids = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const response = await scene.post('/chat/completions', { ...CHAT, temperature: 0 });
        return ((await response.json()) as WireChat).id;
      }),
    );
    assert.equal(new Set(ids).size, 5);
    const { accepted, totalPicoUsd } = scene.server.invoice();
    assert.deepEqual([accepted, await scene.paid()], [5, totalPicoUsd]);
  });

  it('is journalled below its unit and phase', async () => {
    await using scene = await openProxyScene();
    await scene.post('/chat/completions', CHAT);
    const { uses } = await scene.ledger.unitCalls(scene.unitId);
    assert.deepEqual(
      uses.map(({ phase, path }) => [phase, path.replace(/[0-9a-f]{8,}/g, '…')]),
      [['memorize', 'm~…/chat-…-0001']],
    );
  });
});

describe('a stream', () => {
  it('is the same reply in valid chunks, with the usage where that was asked for', async () => {
    await using scene = await openProxyScene();
    const streamed = { ...CHAT, stream: true, stream_options: { include_usage: true } };
    const response = await scene.post('/chat/completions', streamed);
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    const lines = (await response.text()).trimEnd().split('\n\n');
    assert.equal(lines.pop(), 'data: [DONE]');
    const chunks = lines.map((line) => JSON.parse(line.replace(/^data: /, '')) as WireChunk);
    const text = chunks.map(({ choices: [choice] }) => choice?.delta.content ?? '').join('');
    assert.deepEqual(
      [text, chunks.at(-2)?.choices[0]?.finish_reason, chunks.at(-1)?.usage?.prompt_tokens],
      [expected.text, 'stop', Math.ceil(QUESTION.length / 4)],
    );
    assert.deepEqual(chunks.at(-1)?.choices, []);
  });

  it('begins when the whole reply is in the ledger, and not before', async () => {
    const arrived = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    await using scene = await openProxyScene({
      onBeforeReply: async () => {
        arrived.resolve();
        await go.promise;
      },
    });
    let hasBegun = false;
    const streaming = scene.post('/chat/completions', { ...CHAT, stream: true });
    const paid = streaming.then(() => {
      hasBegun = true;
      return scene.paid();
    });
    await arrived.promise;
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(hasBegun, false);
    go.resolve();
    assert.equal(await paid, scene.server.invoice().totalPicoUsd);
    await (await streaming).text();
  });
});

interface WireChunk {
  readonly choices: readonly {
    readonly delta: { readonly content?: string };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number } | null;
}

describe('embeddings through the proxy', () => {
  it('come in both encodings, and are paid to the cent', async () => {
    await using scene = await openProxyScene();
    const read = async (body: object) => {
      const response = await scene.post('/embeddings', body);
      return (await response.json()) as { data: { embedding: never }[]; usage: object };
    };
    const plain = await read(EMBED);
    const coded = await read({ ...EMBED, encoding_format: 'base64' });
    const decoded = coded.data.map(({ embedding }) => {
      const bytes = Buffer.from(embedding, 'base64');
      return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
    });
    assert.deepEqual(
      plain.data.map(({ embedding }) => embedding),
      decoded,
    );
    assert.deepEqual(plain.usage, { prompt_tokens: 3, total_tokens: 3 });
    assert.equal(await scene.paid(), scene.server.invoice().totalPicoUsd);
    assert.equal(scene.server.invoice().accepted, 2);
  });

  it('have the length that the caller asks for', async () => {
    await using scene = await openProxyScene();
    for (const dimensions of [3, 5]) {
      const response = await scene.post('/embeddings', { ...EMBED, dimensions });
      const { data } = (await response.json()) as { data: { embedding: number[] }[] };
      assert.deepEqual(
        data.map(({ embedding }) => embedding.length),
        [dimensions, dimensions],
      );
    }
  });
});

describe('who may call', () => {
  it('is who has a token that was not revoked', async () => {
    await using scene = await openProxyScene();
    const token = scene.proxy.token(scene.scope());
    const asked = (key: string) =>
      scene.post('/chat/completions', CHAT, { authorization: `Bearer ${key}` });
    assert.equal((await asked(token.apiKey)).status, 200);
    token[Symbol.dispose]();
    for (const key of [token.apiKey, '', 'sk-anything', `${token.apiKey}x`]) {
      const refused = { status: 401, code: 'invalid_api_key', param: null };
      assert.deepEqual(await failure(await asked(key)), refused);
    }
    assert.equal(scene.server.invoice().accepted, 1);
  });

  it('is no page in a browser, and nobody who means another host', async () => {
    await using scene = await openProxyScene();
    const { port } = new URL(scene.proxy.baseUrl);
    const { apiKey } = scene.proxy.token(scene.scope());
    const statusOf = (headers: object): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        httpRequest(
          { port, path: '/v1/models', headers: { authorization: `Bearer ${apiKey}`, ...headers } },
          (response) => resolve(response.resume().statusCode),
        )
          .on('error', reject)
          .end();
      });
    assert.equal(await statusOf({ host: `localhost:${port}` }), 200);
    assert.equal(await statusOf({ host: `evil.example:${port}` }), 403);
    assert.equal(await statusOf({ host: `127.0.0.1:${port}`, origin: 'http://a.example' }), 403);
  });
});

describe('what cannot be served', () => {
  const refuses = async (
    scene: ProxyScene,
    path: string,
    body: object,
    param: string,
  ): Promise<void> => {
    const refused = { status: 400, code: 'proxy_request_invalid', param };
    assert.deepEqual(await failure(await scene.post(path, body)), refused, param);
  };

  it('is refused by the name of the field, and nothing is sent', async () => {
    await using scene = await openProxyScene();
    const image = [{ type: 'image_url', image_url: { url: 'https://a.example/a.png' } }];
    const changes: readonly (readonly [object, string])[] = [
      [{ n: 2 }, 'n'],
      [{ logprobs: true }, 'logprobs'],
      [{ service_tier: 'flex' }, 'service_tier'],
      [{ max_tokens: 0 }, 'max_tokens'],
      [{ max_completion_tokens: 41 }, 'max_tokens'],
      [{ messages: [] }, 'messages'],
      [{ messages: [{ role: 'user', content: image }] }, 'messages[0].content[0].type'],
      [{ messages: [{ role: 'user', content: 'x', name: 'Ann' }] }, 'messages[0].name'],
      [{ tools: [{ type: 'custom', custom: { name: 'x' } }] }, 'tools[0].type'],
    ];
    for (const [change, param] of changes) {
      await refuses(scene, '/chat/completions', { ...CHAT, ...change }, param);
    }
    const respond = { model: 'chat-x', input: QUESTION, max_output_tokens: 40 };
    for (const change of [
      { previous_response_id: 'resp_1' },
      { background: true },
      { reasoning: { effort: 'low' } },
    ]) {
      const [param = ''] = Object.keys(change);
      await refuses(scene, '/responses', { ...respond, ...change }, param);
    }
    await refuses(scene, '/embeddings', { ...EMBED, input: [1, 2] }, 'input');
    assert.equal(scene.server.invoice().accepted, 0);
  });

  it('is a model that the configuration does not have, or another address', async () => {
    await using scene = await openProxyScene();
    const response = await scene.post('/chat/completions', { ...CHAT, model: 'gpt-9' });
    const { error } = (await response.json()) as WireFailure;
    assert.deepEqual([response.status, error.code], [404, 'model_not_found']);
    assert.equal(error.message, 'The configuration has no reader "gpt-9". It has: reader, chat-x.');
    const elsewhere = await failure(await scene.post('/audio/speech', {}));
    assert.deepEqual([elsewhere.status, elsewhere.code], [404, 'proxy_address_unknown']);
  });
});

describe('a failure behind the proxy', () => {
  it('has the status that fits, and asks no client to try again', async () => {
    const cases = [
      ['rate-limit', 429, 'provider_overloaded'],
      ['server-error', 503, 'provider_overloaded'],
      ['html', 503, 'provider_reply_unreadable'],
      ['quota-empty', 402, 'insufficient_quota'],
      ['key-refused', 403, 'provider_key_refused'],
      ['bad-request', 400, 'provider_refused'],
    ] as const;
    for (const [fault, status, code] of cases) {
      await using scene = await openProxyScene({ faults: always(fault) });
      const response = await scene.post('/chat/completions', CHAT);
      assert.equal(response.headers.get('x-should-retry'), 'false');
      const { status: got, code: said } = await failure(response);
      assert.deepEqual([got, said], [status, code], fault);
    }
  });

  it('is no failure where the gateway’s next attempt succeeds', async () => {
    await using scene = await openProxyScene({
      ...{ faults: firstAttempts('rate-limit', 'server-error'), attemptsMax: 3 },
    });
    assert.equal((await scene.post('/chat/completions', CHAT)).status, 200);
    assert.equal(scene.server.invoice().accepted, 3);
  });

  it('of the budget is final, and nothing is sent', async () => {
    await using scene = await openProxyScene({ budgetPicoUsd: 1n });
    const { status, code } = await failure(await scene.post('/chat/completions', CHAT));
    assert.deepEqual([status, code], [402, 'budget_reached']);
    assert.equal(scene.server.invoice().accepted, 0);
  });
});

describe('a caller that leaves', () => {
  it('has paid for a reply that is stored, and is given it when it asks again', async () => {
    const arrived = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    await using scene = await openProxyScene({
      onBeforeReply: async () => {
        arrived.resolve();
        await go.promise;
      },
    });
    const { apiKey } = scene.proxy.token(scene.scope());
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const leaving = new AbortController();
    const url = `${scene.proxy.baseUrl}/chat/completions`;
    const init = { method: 'POST', headers, body: JSON.stringify(CHAT) };
    const gone = fetch(url, { ...init, signal: leaving.signal });
    await arrived.promise;
    leaving.abort();
    await assert.rejects(gone, { name: 'AbortError' });
    go.resolve();
    while ((await scene.paid()) === 0n) await new Promise(setImmediate);
    const again = (await (await fetch(url, init)).json()) as WireChat;
    assert.equal(again.choices[0].message.content, expected.text);
    const { accepted, totalPicoUsd } = scene.server.invoice();
    assert.deepEqual([accepted, await scene.paid()], [1, totalPicoUsd]);
  });
});

describe('tools', () => {
  const tool = {
    type: 'function',
    function: { name: 'search', description: 'Searches.', parameters: { type: 'object' } },
  };

  it('are offered, called and answered', async () => {
    await using scene = await openProxyScene();
    const offered = { ...CHAT, tools: [tool], tool_choice: 'required' };
    const response = await scene.post('/chat/completions', offered);
    const { choices } = (await response.json()) as { choices: [{ message: object }] };
    const { message } = choices[0];
    const calls = [
      {
        ...{ id: 'call_0', type: 'function' },
        function: { name: 'search', arguments: JSON.stringify({ question: QUESTION }) },
      },
    ];
    const said = { role: 'assistant', content: expected.text, refusal: null, tool_calls: calls };
    assert.deepEqual(choices, [
      { index: 0, message: said, logprobs: null, finish_reason: 'tool_calls' },
    ]);
    const result = {
      role: 'tool',
      tool_call_id: 'call_0',
      content: [{ type: 'text', text: 'Yes.' }],
    };
    const turns = [...CHAT.messages, message, result];
    await scene.post('/chat/completions', { ...CHAT, tools: [tool], messages: turns });
    const { messages } = scene.server.lastAsked() as { messages: object[] };
    assert.deepEqual(messages.slice(1), [
      {
        ...{ role: 'assistant', content: expected.text },
        toolCalls: [{ id: 'call_0', name: 'search', argumentsJson: calls[0]?.function.arguments }],
      },
      { role: 'tool', toolCallId: 'call_0', content: 'Yes.' },
    ]);
  });
});
