import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundCost, laneCost, meteredCost } from '../cost/call-cost.ts';
import type { KindPrices, TokenPrice } from '../cost/token-price.ts';
import { type Lane, replyPrice } from '../testing/invoice.ts';

const pico = fc.bigInt({ min: 0n, max: 90_000_000n });
/** Any at all: cached may be dearer than plain, and a long request cheaper than a short one. */
const kinds = fc.record({
  ...{ inputPicoUsd: pico, cachedInputPicoUsd: pico },
  ...{ cacheWritePicoUsd: pico, outputPicoUsd: pico },
}) satisfies fc.Arbitrary<KindPrices>;
const tier = fc.tuple(kinds, fc.integer({ min: 1, max: 400 }));

const priced: fc.Arbitrary<TokenPrice & { batchPercent: number }> = fc
  .tuple(kinds, fc.array(tier, { maxLength: 3 }), fc.integer({ min: 0, max: 100 }))
  .map(([base, tiers, batchPercent]) => ({
    ...base,
    tiers: tiers
      .map(([prices, aboveInputTokens]) => ({ ...prices, aboveInputTokens }))
      .toSorted((a, b) => a.aboveInputTokens - b.aboveInputTokens),
    batchPercent,
  }));

/** Where the input is cut into cached, written and plain tokens. */
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('no reply costs more than was reserved, and each what the lab would bill', () => {
  fc.assert(
    fc.property(
      priced,
      fc.record({ bound: fc.integer({ min: 0, max: 500 }), used: share }),
      fc.record({ cached: share, written: share }),
      fc.record({ most: fc.integer({ min: 1, max: 300 }), out: share, reasoned: share }),
      fc.constantFrom<Lane>('live', 'batch'),
      (price, { bound, used }, parts, { most, out, reasoned }, lane) => {
        const promptTokens = Math.round(bound * used);
        const cachedTokens = Math.round(promptTokens * parts.cached);
        const cacheWriteTokens = Math.round((promptTokens - cachedTokens) * parts.written);
        const completionTokens = Math.round(most * out);
        const reasoningTokens = Math.round(completionTokens * reasoned);
        const billed = replyPrice(
          {
            ...{ promptTokens, cachedTokens, cacheWriteTokens, cacheWriteHourTokens: 0 },
            ...{ completionTokens, reasoningTokens },
          },
          price,
          lane,
        );
        const percent = lane === 'live' ? 100 : price.batchPercent;
        const usage = {
          inputTokens: promptTokens - cachedTokens - cacheWriteTokens,
          ...{ cachedInputTokens: cachedTokens, cacheWriteTokens, reasoningTokens },
          ...{ outputTokens: completionTokens, source: 'reported' as const },
        };
        assert.equal(laneCost(meteredCost(usage, price), percent), billed);
        const request = { messages: [], maxOutputTokens: most };
        const worst = laneCost(boundCost({ inputTokens: bound, request }, price), percent);
        assert.ok(worst >= billed, `${worst} reserved, ${billed} billed`);
      },
    ),
    { numRuns: 2_000, seed: 5 },
  );
});
