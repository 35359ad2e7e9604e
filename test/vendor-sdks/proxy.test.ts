import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import {
  openProxyScene,
  type ProxySceneOptions,
} from '../../src/gateway/proxy/__fixtures__/proxy-scene.ts';
import type { TokenOptions } from '../../src/gateway/proxy/tokens.ts';
import { always } from '../../src/testing/server-faults.ts';
import { installOnce } from '../package/install-once.ts';
import {
  embedBase64,
  failureOf,
  models,
  openClient,
  streamed,
  streamedResponse,
  work,
} from './proxy.mjs';

// OpenAI's own client at the metering proxy reads what it reads at the server behind it.

const installed = installOnce(join(ROOT, 'test', 'vendor-sdks'), 'vendor-sdks');
const [folder, skip] =
  'missing' in installed
    ? ['', `the vendors' clients cannot be installed: ${installed.missing}`]
    : [installed.folder, false as const];

async function open(options: ProxySceneOptions = {}) {
  const scene = await openProxyScene(options);
  const clientOf = async (tokenOptions: TokenOptions = {}) => {
    const token = scene.proxy.token(scene.scope(), tokenOptions);
    return await openClient(folder, scene.proxy.baseUrl, token.apiKey);
  };
  return {
    ...{ scene, clientOf, client: await clientOf() },
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  };
}

describe("OpenAI's client at the metering proxy", { skip }, () => {
  it('reads the same as at the server: chat, schema, tools, responses, embeddings', async () => {
    await using arena = await open();
    const { scene, client } = arena;
    const direct = await work(await openClient(folder, scene.server.url, 'any'));
    const before = scene.server.invoice();
    assert.deepEqual(await work(client), direct);
    const { accepted, totalPicoUsd } = scene.server.invoice();
    assert.deepEqual([accepted, totalPicoUsd], [2 * before.accepted, 2n * before.totalPicoUsd]);
    assert.equal(await scene.paid(), before.totalPicoUsd);
  });

  it('reads the same from streams, which it puts together', async () => {
    await using arena = await open();
    const { scene, client } = arena;
    const straight = await openClient(folder, scene.server.url, 'any');
    const direct = [await streamed(straight), await streamedResponse(straight)];
    const before = scene.server.invoice();
    assert.deepEqual([await streamed(client), await streamedResponse(client)], direct);
    assert.equal(await scene.paid(), before.totalPicoUsd);
  });

  it('decodes the same vectors from base64, and lists the models', async () => {
    await using arena = await open();
    const { scene, client } = arena;
    const direct = await embedBase64(await openClient(folder, scene.server.url, 'any'));
    assert.deepEqual(await embedBase64(client), direct);
    assert.deepEqual(await models(client), ['reader', 'chat-x', 'small', 'embed-x']);
  });

  it('buys nothing when the same work is done again and replay is on', async () => {
    await using arena = await open();
    const first = await work(await arena.clientOf({ replay: {} }));
    const { accepted } = arena.scene.server.invoice();
    assert.deepEqual(await work(await arena.clientOf({ replay: {} })), first);
    assert.equal(arena.scene.server.invoice().accepted, accepted);
  });

  it('sends nothing twice that was refused for good, or that the gateway has tried enough', async () => {
    const cases = [
      [{ budgetPicoUsd: 1n }, 0, { name: 'APIError', status: 402, code: 'budget_reached' }],
      [
        { faults: always('server-error'), attemptsMax: 1 },
        1,
        { name: 'InternalServerError', status: 503, code: 'provider_overloaded' },
      ],
      [
        { faults: always('rate-limit'), attemptsMax: 1 },
        1,
        { name: 'RateLimitError', status: 429, code: 'provider_overloaded' },
      ],
    ] as const;
    for (const [options, accepted, thrown] of cases) {
      await using arena = await open(options);
      assert.deepEqual(await failureOf(arena.client), thrown);
      assert.equal(arena.scene.server.invoice().accepted, accepted);
    }
    await using arena = await open();
    const bad = { name: 'BadRequestError', status: 400, code: 'proxy_request_invalid' };
    assert.deepEqual(await failureOf(arena.client, { n: 2 }), bad);
  });
});
