import assert from 'node:assert/strict';
import { it } from 'node:test';
import { calcPrice } from '@pydantic/genai-prices';
import type { Usage } from '../contracts/model.ts';
import { createRandom, type Random, randomInt } from '../core/random.ts';
import { meteredCost } from './call-cost.ts';
import { Catalogue } from './catalogue/catalogue.ts';
import { shippedPrices } from './catalogue/shipped.ts';
import { findModelPrice } from './model-prices.ts';
import { tokenPrice } from './token-price.ts';

/** Before and after the changes of price that both know. */
const DAYS = ['2025-06-01', '2026-03-12', '2026-03-13', '2026-08-20', '2026-11-24', '2027-01-01'];
const BOUNDS = [1, 1_000, 127_999, 199_999, 271_998, 500_000];
const USAGES = 40;

/** Input about one of the bounds of the tiers, of all kinds that the model has a price for. */
function drawUsage(
  random: Random,
  { caches, writes }: { caches: boolean; writes: boolean },
): Usage {
  const input = (BOUNDS[randomInt(random, BOUNDS.length)] as number) + randomInt(random, 4);
  const cachedInputTokens = caches ? randomInt(random, input + 1) : 0;
  const cacheWriteTokens = writes ? randomInt(random, input - cachedInputTokens + 1) : 0;
  return {
    ...{ inputTokens: input - cachedInputTokens - cacheWriteTokens, cachedInputTokens },
    ...{ cacheWriteTokens, outputTokens: randomInt(random, 2_000), reasoningTokens: 0 },
    source: 'reported',
  };
}

it('replies cost what genai-prices reckons, of every model, tier, kind of token and day', () => {
  const random = createRandom('genai-prices');
  const different: unknown[] = [];
  let compared = 0;
  for (const day of DAYS) {
    const catalogue = new Catalogue(shippedPrices(), day);
    for (const { model, provider, kind } of catalogue.models()) {
      const price = findModelPrice(model, catalogue);
      assert.ok(price, model);
      const has = (meter: string) => price.rows.some((row) => row.meter === meter);
      for (let round = 0; round < USAGES; round++) {
        const usage = drawUsage(random, {
          ...{ caches: has('cached-input'), writes: has('cache-write-5m') },
        });
        const ours = Number(meteredCost(usage, tokenPrice(price))) / 1e12;
        const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = usage;
        const theirs = calcPrice(
          {
            input_tokens: inputTokens + cachedInputTokens + cacheWriteTokens,
            cache_read_tokens: cachedInputTokens,
            cache_write_tokens: cacheWriteTokens,
            ...(kind === 'chat' ? { output_tokens: outputTokens } : {}),
          },
          model,
          { providerId: provider, timestamp: new Date(`${day}T12:00:00Z`) },
        );
        compared += 1;
        const isSame = theirs && Math.abs(ours - theirs.total_price) <= 1e-12 + ours * 1e-9;
        if (!isSame) different.push([day, model, usage, ours, theirs?.total_price]);
      }
    }
  }
  assert.deepEqual(different.slice(0, 3), []);
  assert.ok(compared > 10_000);
});
