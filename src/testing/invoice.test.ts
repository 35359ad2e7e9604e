import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { replyPrice } from './invoice.ts';
import { InvoiceBook } from './invoice-book.ts';

/** Of 1,000 tokens of input 500 were read, 200 written for five minutes, 100 for an hour. */
const usage = {
  ...{ promptTokens: 1_000, cachedTokens: 500, cacheWriteTokens: 200, cacheWriteHourTokens: 100 },
  ...{ completionTokens: 30, reasoningTokens: 20 },
};

const prices = {
  ...{ inputPicoUsd: 1_000n, cachedInputPicoUsd: 100n, cacheWritePicoUsd: 1_250n },
  ...{ cacheWriteHourPicoUsd: 2_000n, outputPicoUsd: 5_000n },
};

describe('the price of a reply', () => {
  it('is the sum of its kinds of tokens', () => {
    // 200 × 1,000 + 500 × 100 + 200 × 1,250 + 100 × 2,000 + 30 × 5,000
    assert.equal(replyPrice(usage, prices), 200_000n + 50_000n + 250_000n + 200_000n + 150_000n);
  });

  it('has the price of plain input for every kind without one', () => {
    const plain = { inputPicoUsd: 1_000n, outputPicoUsd: 5_000n };
    assert.equal(replyPrice(usage, plain), 1_000n * 1_000n + 150_000n);
  });

  it('is half in a batch, or what the vendor says, half a pico-dollar rounded up', () => {
    assert.equal(replyPrice(usage, prices, 'batch'), 425_000n);
    assert.equal(replyPrice(usage, { ...prices, batchPercent: 75 }, 'batch'), 637_500n);
    const odd = { inputPicoUsd: 1n, outputPicoUsd: 0n };
    assert.equal(replyPrice({ ...usage, promptTokens: 1_001 }, odd, 'batch'), 501n);
  });

  it('is for all tokens that of the highest tier whose bound the input is above', () => {
    const tier = (aboveInputTokens: number, price: bigint) => ({
      ...{ aboveInputTokens, inputPicoUsd: price, outputPicoUsd: price },
    });
    const plain = { inputPicoUsd: 1n, outputPicoUsd: 1n };
    const priced = (...tiers: ReturnType<typeof tier>[]) => replyPrice(usage, { ...plain, tiers });
    assert.equal(priced(tier(1_000, 2n)), 1_030n);
    assert.equal(priced(tier(999, 2n)), 2_060n);
    assert.equal(priced(tier(500, 2n), tier(999, 3n), tier(1_000, 4n)), 3_090n);
  });
});

describe('the book of invoices', () => {
  it('has a line for each key, model and lane, and one for each text', () => {
    const book = new InvoiceBook();
    const live = { key: 'a', model: 'm', lane: 'live' } as const;
    const batch = { ...live, lane: 'batch' } as const;
    assert.equal(book.accept(live, ['t1', 't2']), 1);
    assert.equal(book.accept(live, ['t1']), 2);
    assert.equal(book.accept(batch, ['t1']), 3);
    book.bill(live, usage, [
      { textHash: 't1', picoUsd: 3n },
      { textHash: 't2', picoUsd: 4n },
    ]);
    book.refuse(live);
    book.bill(batch, usage, [{ textHash: 't1', picoUsd: 1n }]);
    const tokens = {
      ...{ inputTokens: 200, cachedInputTokens: 500, cacheWriteTokens: 200 },
      ...{ cacheWriteHourTokens: 100, outputTokens: 30, reasoningTokens: 20 },
    };
    assert.deepEqual(book.total(), {
      ...{ accepted: 3, billed: 2, totalPicoUsd: 8n },
      lines: [
        { ...live, requests: 2, refused: 1, billed: 1, ...tokens, picoUsd: 7n },
        { ...batch, requests: 1, refused: 0, billed: 1, ...tokens, picoUsd: 1n },
      ],
      requests: new Map([
        ['t1', { accepted: 3, billed: 2, picoUsd: 4n }],
        ['t2', { accepted: 1, billed: 1, picoUsd: 4n }],
      ]),
    });
    assert.equal(book.spentBy('a'), 8n);
  });
});
