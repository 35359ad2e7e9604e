import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelProvider, Quota } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';
import { startLab } from '../../testing/lab/lab.ts';
import { createAnthropicProvider } from './anthropic/provider.ts';
import { createOpenAiCompatibleProvider } from './openai-compatible/provider.ts';
import { createOpenAiEmbeddings } from './openai-embeddings/provider.ts';

const FREE = { inputPicoUsd: 0n, cachedInputPicoUsd: 0n, cacheWritePicoUsd: 0n, outputPicoUsd: 0n };
const LIMITS = { requestsPerMinute: 60, tokensPerMinute: 6_000, burstSeconds: 1 };
/** 40 characters: the server counts four to a token. */
const REQUEST = {
  ...{ model: 'm', maxOutputTokens: 20 },
  messages: [{ role: 'user', content: 'x'.repeat(40) } as const],
};
const { signal } = new AbortController();

/** A server with a clock that stands still, which has room for one request. */
function startServer() {
  const nowMs = Date.now();
  return startLab({
    models: { '*': { price: FREE, limits: LIMITS } },
    clock: { now: () => nowMs },
  });
}

/** What a vendor says with a reply, and with the refusal of the next request. */
async function words(send: () => Promise<{ readonly quota?: Quota }>) {
  const { quota } = await send();
  const error = await send().catch((thrown: unknown) => thrown);
  assert.ok(error instanceof MabError);
  const { status, quota: refused, retryAfterMs } = error.details ?? {};
  return { quota, status, refused: refused as Quota, retryAfterMs };
}

test("OpenAI's word is in the reply, and in the refusal", async () => {
  await using lab = await startServer();
  const provider = createOpenAiCompatibleProvider({
    ...{ baseUrl: lab.url, apiKey: 'a', outputLimitField: 'max_tokens' },
  });
  const told = await words(() => provider.complete(REQUEST, signal));
  // Of 60 requests one is left per second, and 100 tokens: 10 in and 20 out are taken.
  assert.deepEqual(told.quota, {
    requests: { limit: 60, remaining: 0, resetMs: 1_000 },
    tokens: { limit: 6_000, remaining: 70, resetMs: 300 },
  });
  assert.deepEqual([told.status, told.refused], [429, told.quota]);
  assert.equal(told.retryAfterMs, 1_000);
});

test('of embeddings, too', async () => {
  await using lab = await startServer();
  const provider = createOpenAiEmbeddings({ baseUrl: lab.url, apiKey: 'a' });
  const request = { model: 'm', texts: ['x'.repeat(40)], role: 'query' } as const;
  const told = await words(() => provider.embed(request, signal));
  assert.deepEqual(told.quota?.tokens, { limit: 6_000, remaining: 90, resetMs: 100 });
  assert.deepEqual([told.status, told.refused], [429, told.quota]);
});

test("Anthropic's word is in the reply, and in the refusal", async () => {
  await using lab = await startServer();
  const provider: ModelProvider = createAnthropicProvider({ baseUrl: lab.url, apiKey: 'a' });
  const told = await words(() => provider.complete(REQUEST, signal));
  assert.deepEqual(
    [told.quota?.requests?.limit, told.quota?.requests?.remaining, told.quota?.tokens?.limit],
    [60, 0, 6_000],
  );
  assert.deepEqual([told.status, told.refused?.requests?.remaining], [429, 0]);
});
