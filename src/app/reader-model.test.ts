import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Catalogue } from '../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../cost/catalogue/shipped.ts';
import { CATALOGS } from '../run/config/catalogs.ts';
import { parseConfig } from '../run/config/parse-config.ts';
import { createReader } from './reader-model.ts';

const PRICES = new Catalogue(shippedPrices(), '2026-11-24');

const ENVIRONMENT = {
  ...{
    OPENAI_API_KEY: 'a',
    AZURE_OPENAI_API_KEY: 'b',
    ANTHROPIC_API_KEY: 'c',
    GEMINI_API_KEY: 'd',
  },
};

function parse(reader: string) {
  const text = [
    'data: { openCorpus: { seed: 1 } }',
    'datasets: [open_fact_sh_6k]',
    'methods: [no-memory]',
    `reader: { contextTokens: 128000, ${reader} }`,
  ].join('\n');
  const options = { fileName: 'run.yaml', catalogs: CATALOGS };
  return parseConfig(new TextEncoder().encode(text), options).reader;
}

const reader = (text: string) => createReader(parse(text), ENVIRONMENT, PRICES).model;

describe('a reader from the configuration', () => {
  it('is served by its vendor, and named as its vendor names it', () => {
    const served = (text: string) => {
      const { routes, logicalModel, pinned } = reader(text);
      return [routes[0].provider.servedBy, logicalModel, pinned];
    };
    assert.deepEqual(served('provider: openai, api: responses, model: gpt-4o-mini-2024-07-18'), [
      ...['https://api.openai.com', 'gpt-4o-mini-2024-07-18', true],
    ]);
    assert.deepEqual(served('provider: anthropic, model: claude-haiku-4-5-20251001'), [
      ...['https://api.anthropic.com', 'claude-haiku-4-5-20251001', true],
    ]);
    assert.deepEqual(served('provider: gemini, model: gemini-2.5-flash'), [
      ...['https://generativelanguage.googleapis.com', 'gemini-2.5-flash', false],
    ]);
  });

  it('on another server is named after it', () => {
    const { logicalModel } = reader(
      'provider: anthropic, baseUrl: "https://proxy.example.com/v1", model: claude-opus-5',
    );
    assert.equal(logicalModel, 'claude-opus-5@proxy.example.com/v1');
  });

  it('has the sampling that was asked for', () => {
    const sampling = (text: string) => {
      const model = reader(`provider: gemini, model: gemini-2.5-flash, ${text}`);
      return [model.sampling, model.sampled];
    };
    assert.deepEqual(sampling('seed: 7'), [{ temperature: 0, seed: 7 }, false]);
    assert.deepEqual(sampling('temperature: none'), [{}, true]);
  });

  it('has the price of the catalogue, or the one that is given', () => {
    const [{ price }] = reader('provider: anthropic, model: claude-haiku-4-5-20251001').routes;
    assert.deepEqual(price, {
      inputPicoUsd: 1_000_000n,
      cachedInputPicoUsd: 100_000n,
      cacheWritePicoUsd: 1_250_000n,
      outputPicoUsd: 5_000_000n,
    });
    const given = reader(
      'provider: anthropic, model: x, price: { inputUsdPerMillion: 1, ' +
        'cacheWriteUsdPerMillion: 2, outputUsdPerMillion: 3 }',
    );
    assert.equal(given.routes[0].price.cacheWritePicoUsd, 2_000_000n);
  });

  it('has the prompt cache of its vendor, unless it is off or the server is unknown', () => {
    const cache = (text: string): unknown => {
      const { minTokens, asked } =
        reader(`model: claude-haiku-4-5, ${text}`).routes[0].promptCache ?? {};
      return [minTokens, asked];
    };
    assert.deepEqual(cache('provider: anthropic'), [4_096, true]);
    const azure =
      'provider: azure, price: free, baseUrl: "https://x.openai.azure.com", ' +
      'azure: { apiVersion: 2024-10-21 }';
    assert.deepEqual(cache(azure), [1_024, false]);
    assert.deepEqual(cache(`${azure}, promptCaching: key`), [1_024, true]);
    const off = [undefined, undefined];
    assert.deepEqual(cache('provider: anthropic, promptCaching: off'), off);
    const server = 'provider: openai-compatible, price: free, baseUrl: "http://127.0.0.1:8080/v1"';
    assert.deepEqual(cache(server), off);
    assert.deepEqual(cache(`${server}, promptCaching: auto`), [1_024, false]);
  });

  it('is counted in advance where the vendor does, or where its tokens are known', () => {
    const bound = (text: string) => reader(`${text}, inputBound: count`).inputBound;
    assert.equal(bound('provider: anthropic, model: claude-haiku-4-5-20251001'), 'count');
    assert.equal(bound('provider: openai, model: gpt-4o-mini'), 'count');
    assert.throws(() => bound('provider: openai, model: gpt-3.5-turbo, price: free'), {
      code: 'COUNT_UNKNOWN',
    });
    assert.equal(reader('provider: openai, model: gpt-4o-mini').inputBound, 'bytes');
  });

  it('is refused where its price is not known, and that of any server that may take over', () => {
    const unknown = {
      code: 'PRICE_UNKNOWN',
      message: 'The price of "x-large" is not known, so no budget could hold.',
    };
    assert.throws(() => reader('provider: openai, model: x-large'), unknown);
    const other = 'failover: [{ provider: azure, model: y, baseUrl: "https://y.openai.azure.com",';
    const rest = 'azure: { apiVersion: "2024-10-21" } }]';
    const price = 'price: { inputUsdPerMillion: 1, outputUsdPerMillion: 2 }';
    const first = `provider: openai, model: x-large, ${price}`;
    assert.throws(() => reader(`${first}, ${other} ${rest}`), {
      ...unknown,
      hint: /to the failover entry of the reader/,
    });
    assert.equal(reader(`${first}, ${other} price: free, ${rest}`).routes.length, 2);
  });

  it('is refused without its key', () => {
    const config = parse('provider: anthropic, model: claude-opus-5');
    assert.throws(() => createReader(config, {}, PRICES), {
      code: 'KEY_MISSING',
      message: 'The environment variable ANTHROPIC_API_KEY is not set.',
    });
  });

  it('is refused with a key that no header takes, and the key is not told', () => {
    const config = parse('provider: anthropic, model: claude-opus-5');
    for (const key of ['sk-one\nsk-two', 'sk-öne', 'sk-one\u{200b}']) {
      assert.throws(() => createReader(config, { ANTHROPIC_API_KEY: key }, PRICES), {
        code: 'KEY_UNSENDABLE',
        message: 'The key in ANTHROPIC_API_KEY holds a character that no key has.',
      });
    }
  });
});

describe('a configuration that asks for what a vendor does not take', () => {
  const refused = (text: string, problem: RegExp) =>
    assert.throws(() => parse(text), { code: 'CONFIG_INVALID', message: problem });

  it('is refused before anything is bought', () => {
    refused('provider: anthropic, model: claude-opus-5, seed: 1', /seed/);
    const responses = 'provider: openai, api: responses, model: gpt-5';
    refused(`${responses}, seed: 1`, /reader\.seed .*is not known to api: responses/);
    refused(
      `${responses}, outputLimitField: max_tokens`,
      /reader\.outputLimitField .*is not known to api: responses/,
    );
  });
});

describe('limits of a reader', () => {
  const limits = (text: string) =>
    reader(`provider: openai, model: gpt-4o-mini-2024-07-18${text}`).routes.map(
      (route) => route.limits,
    );
  // printf %s a | sha256sum | cut -c1-8
  const name = 'ca978112 gpt-4o-mini-2024-07-18';
  const counting = 'reserved';

  it('are those of the key and the model, learned where nothing is stated', () => {
    assert.deepEqual(limits(''), [[{ name, counting, adapts: true }]]);
    assert.deepEqual(limits(', limits: { rpm: 500, tpm: 200000, concurrency: 8 }'), [
      [
        {
          ...{ name, counting, adapts: true, requestsPerMinute: 500, tokensPerMinute: 200_000 },
          concurrency: { min: 1, max: 8, start: 8 },
        },
      ],
    ]);
  });

  it('may be shared by all models of a key, or all keys of a server', () => {
    const list =
      ', limits: [{ per: provider, concurrency: { min: 4, max: 64 } }, { per: key, rpm: 9 }]';
    assert.deepEqual(limits(list), [
      [
        { name, counting, adapts: true },
        {
          ...{ name: 'all', counting, adapts: false },
          concurrency: { min: 4, max: 64, start: 4 },
        },
        { name: 'ca978112', counting, adapts: false, requestsPerMinute: 9 },
      ],
    ]);
  });

  it('of another key are those of the first, unless it has its own', () => {
    const keys =
      ', limits: { rpm: 500 }, ' +
      'failover: [{ apiKeyEnv: AZURE_OPENAI_API_KEY }, { apiKeyEnv: GEMINI_API_KEY, limits: { rpm: 3 } }]';
    const rates = limits(keys).map(([limit]) => limit?.requestsPerMinute);
    assert.deepEqual(rates, [500, 500, 3]);
    assert.equal(new Set(limits(keys).map(([limit]) => limit?.name)).size, 3);
  });
});
