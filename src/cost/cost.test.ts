import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { countTokens } from '../bench/chunking/token-count.ts';
import type { ChatRequest } from '../contracts/model.ts';
import { parseUsd } from '../core/money.ts';
import { meteredCost, worstCaseCost } from './call-cost.ts';
import { FREE, tokenPrice } from './token-price.ts';

const gpt4oMini = tokenPrice({
  inputUsdPerMillion: 0.15,
  cachedInputUsdPerMillion: 0.075,
  outputUsdPerMillion: 0.6,
});

describe('a price', () => {
  it('is a whole number of pico-dollars a token, or refused', () => {
    assert.deepEqual(gpt4oMini, {
      inputPicoUsd: 150_000n,
      cachedInputPicoUsd: 75_000n,
      cacheWritePicoUsd: 150_000n,
      outputPicoUsd: 600_000n,
    });
    assert.throws(() => tokenPrice({ inputUsdPerMillion: 1e-7, outputUsdPerMillion: 1 }), {
      code: 'PRICE_TOO_FINE',
    });
  });

  it('of cached input is that of input where the vendor gives no discount', () => {
    const price = tokenPrice({ inputUsdPerMillion: 2, outputUsdPerMillion: 8 });
    assert.equal(price.cachedInputPicoUsd, price.inputPicoUsd);
  });
});

describe('a metered cost', () => {
  /** By hand: 41,000 × 0.15 + 2,000 × 0.075 + 50 × 0.60 dollars, a million times too much. */
  it('is usage times price, reasoning inside the output', () => {
    const usage = {
      inputTokens: 41_000,
      cachedInputTokens: 2_000,
      outputTokens: 50,
      cacheWriteTokens: 0,
      reasoningTokens: 40,
      source: 'reported',
    } as const;
    assert.equal(meteredCost(usage, gpt4oMini), parseUsd('0.00633'));
    assert.equal(meteredCost(usage, FREE), 0n);
  });
});

describe('a price of writing to the cache', () => {
  const haiku = tokenPrice({
    inputUsdPerMillion: 1,
    cachedInputUsdPerMillion: 0.1,
    cacheWriteUsdPerMillion: 1.25,
    outputUsdPerMillion: 5,
  });

  /** By hand: 1,000 × 1 + 2,000 × 0.10 + 4,000 × 1.25 + 10 × 5, in millionths of a dollar. */
  it('is metered apart from reading', () => {
    const usage = {
      inputTokens: 1_000,
      cachedInputTokens: 2_000,
      cacheWriteTokens: 4_000,
      outputTokens: 10,
      reasoningTokens: 0,
      source: 'reported',
    } as const;
    assert.equal(meteredCost(usage, haiku), parseUsd('0.00625'));
  });

  /** By hand: 4 bytes and two frames of 32 tokens at 1.25 dollars a million, one token at 5. */
  it('is the worst case where it is the dearest', () => {
    const messages = [{ role: 'user', content: 'Rome' }] as const;
    assert.equal(worstCaseCost({ messages, maxOutputTokens: 1 }, haiku), parseUsd('0.00009'));
  });
});

describe('the worst case', () => {
  it('is never less than what the tokens of any text cost', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (contents) => {
        const messages = contents.map((content) => ({ role: 'user' as const, content }));
        const usage = {
          inputTokens: contents.reduce((sum, content) => sum + countTokens(content), 0),
          cachedInputTokens: 0,
          outputTokens: 10,
          cacheWriteTokens: 0,
          reasoningTokens: 0,
          source: 'estimated',
        } as const;
        const bound = worstCaseCost({ messages, maxOutputTokens: 10 }, gpt4oMini);
        assert.ok(bound >= meteredCost(usage, gpt4oMini));
      }),
    );
  });

  it('counts schema, tools and calls of tools to the last byte', () => {
    const messages = [{ role: 'user', content: 'Rome' }] as const;
    const plain = { messages, maxOutputTokens: 1 };
    const tool = { name: 'search', description: 'é', parameters: { type: 'object' } };
    const calls = [{ id: '1', name: 'search', argumentsJson: '{}' }];
    const schema = { name: 'answer', schema: { type: 'object' } };
    const frame = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) + 32;
    const extra = (request: ChatRequest) =>
      Number(
        (worstCaseCost(request, gpt4oMini) - worstCaseCost(plain, gpt4oMini)) /
          gpt4oMini.inputPicoUsd,
      );
    assert.equal(extra({ ...plain, tools: [tool, tool] }), 2 * frame(tool) + 1_024);
    assert.equal(extra({ ...plain, schema }), frame(schema) + 1_024);
    const turn = { role: 'assistant', content: '', toolCalls: calls } as const;
    assert.equal(extra({ ...plain, messages: [...messages, turn] }), frame(calls) + 32);
  });
});

describe('a price with tiers', () => {
  const tiered = tokenPrice({
    ...{ inputUsdPerMillion: 1, cachedInputUsdPerMillion: 0.1, outputUsdPerMillion: 5 },
    tiers: [{ aboveInputTokens: 200, inputUsdPerMillion: 2, outputUsdPerMillion: 7.5 }],
  });
  const cost = (inputTokens: number, cachedInputTokens: number, cacheWriteTokens: number) =>
    meteredCost(
      {
        ...{ inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens: 10 },
        ...{ reasoningTokens: 0, source: 'reported' },
      },
      tiered,
    );

  /** By hand, in millionths: 200 and 201 tokens of input, of whatever kind, and 10 of output. */
  it('is a cliff at all tokens of input together, for all tokens of the request', () => {
    assert.equal(cost(200, 0, 0), parseUsd('0.00025'));
    assert.equal(cost(201, 0, 0), parseUsd('0.000477'));
    assert.equal(cost(50, 100, 50), parseUsd('0.00016'));
    assert.equal(cost(51, 100, 50), parseUsd('0.000477'));
  });

  /** 4 bytes and two frames of 32 tokens are 68 tokens; 133 bytes more are 201. */
  it('is bounded by the dearest tier that the input can reach', () => {
    const bound = (content: string) =>
      worstCaseCost({ messages: [{ role: 'user', content }], maxOutputTokens: 10 }, tiered);
    assert.equal(bound('x'.repeat(136)), parseUsd('0.00025'));
    assert.equal(bound('x'.repeat(137)), parseUsd('0.000477'));
    const cheaperAbove = tokenPrice({
      ...{ inputUsdPerMillion: 2, outputUsdPerMillion: 2 },
      tiers: [{ aboveInputTokens: 10, inputUsdPerMillion: 1, outputUsdPerMillion: 1 }],
    });
    const messages = [{ role: 'user', content: 'Rome' }] as const;
    assert.equal(
      worstCaseCost({ messages, maxOutputTokens: 32 }, cheaperAbove),
      parseUsd('0.0002'),
    );
  });
});
