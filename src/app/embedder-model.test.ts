import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Catalogue } from '../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../cost/catalogue/shipped.ts';
import { DEFAULT_POLICY } from '../gateway/routes/failover-policy.ts';
import { embedderSchema } from '../run/config/embedder-schema.ts';
import { createEmbedder } from './embedder-model.ts';

const PRICES = new Catalogue(shippedPrices(), '2026-11-24');

const ENVIRONMENT = { OPENAI_API_KEY: 'a', AZURE_OPENAI_API_KEY: 'b', GEMINI_API_KEY: 'c' };

function embedder(config: object, environment: Record<string, string> = ENVIRONMENT) {
  const parsed = embedderSchema.parse(config);
  assert.ok(parsed.provider !== 'embedded');
  return createEmbedder(parsed, environment, PRICES);
}

describe('an embedder from the configuration', () => {
  it('has defaults, prefixes and the price of the catalogue', () => {
    const { routes, policy, countTokens, ...rest } = embedder({
      provider: 'openai',
      model: 'text-embedding-3-small',
      queryPrefix: 'query: ',
    });
    const [{ provider, batch, ...route }] = routes;
    assert.equal(provider.servedBy, 'https://api.openai.com');
    assert.deepEqual([batch?.provider.operation, batch?.percent], ['/v1/embeddings', 50]);
    assert.deepEqual(route, {
      // printf %s a | sha256sum | cut -c1-8
      id: 'https://api.openai.com ca978112 text-embedding-3-small',
      ...{ name: 'openai', model: 'text-embedding-3-small' },
      limits: [{ name: 'ca978112 text-embedding-3-small', counting: 'reserved', adapts: true }],
      // 0.02 dollars a million tokens.
      price: {
        inputPicoUsd: 20_000n,
        cachedInputPicoUsd: 20_000n,
        cacheWritePicoUsd: 20_000n,
        outputPicoUsd: 0n,
        batchPercent: 50,
      },
    });
    assert.deepEqual(policy, DEFAULT_POLICY);
    assert.equal(countTokens('Hello world'), 2);
    assert.deepEqual(rest, {
      logicalModel: 'text-embedding-3-small',
      pinned: false,
      prefixes: { query: 'query: ', document: '' },
      maxTokens: 8_192,
      batchMax: 32,
      timeoutMs: 120_000,
      attemptsMax: 4,
    });
  });

  it('is named after its server where that is not the vendor, and after its task types', () => {
    const local = { provider: 'openai-compatible', model: 'bge', inputTokensMax: 512 };
    const names = (config: object) => embedder({ price: 'free', ...config }).logicalModel;
    assert.equal(
      names({ ...local, baseUrl: 'http://localhost:8080/v1/' }),
      'bge@localhost:8080/v1',
    );
    const gemini = { provider: 'gemini', model: 'gemini-embedding-2' };
    assert.equal(names(gemini), 'gemini-embedding-2');
    assert.equal(names({ ...gemini, taskType: 'none' }), 'gemini-embedding-2#no-task-type');
  });

  it('that is scripted is pinned, free and needs no key', () => {
    const { pinned, routes, dimensions } = embedder({ provider: 'scripted' }, {});
    assert.deepEqual([pinned, routes[0].price.inputPicoUsd, dimensions], [true, 0n, 256]);
  });

  it('is refused without its key or its price', () => {
    const config = { provider: 'openai', model: 'text-embedding-9' };
    assert.throws(() => embedder(config), { code: 'PRICE_UNKNOWN' });
    assert.throws(() => embedder(config, {}), { code: 'KEY_MISSING' });
  });
});

describe('a configuration of an embedder', () => {
  it('says clearly that Anthropic has none', () => {
    const { error } = embedderSchema.safeParse({ provider: 'anthropic', model: 'claude' });
    assert.match(error?.issues[0]?.message ?? '', /Anthropic offers no embeddings/);
  });
});
