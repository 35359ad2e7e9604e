import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tokenPrice } from '../cost/token-price.ts';
import type { TokenPrices } from '../testing/invoice.ts';
import { modelAt, openAsker, openLab, type Vendor } from './batch/__fixtures__/lane-scene.ts';
import { LedgerScene } from './ledger/__fixtures__/ledger-scene.ts';

/** What the lab bills; no price is a multiple of another, so that no mistake cancels out. */
const BILLED: TokenPrices = {
  ...{ inputPicoUsd: 2_000_003n, cachedInputPicoUsd: 200_017n, cacheWritePicoUsd: 2_500_019n },
  ...{ outputPicoUsd: 8_000_033n, batchPercent: 50 },
  tiers: [
    {
      ...{ aboveInputTokens: 24, inputPicoUsd: 4_000_007n, cachedInputPicoUsd: 400_031n },
      ...{ cacheWritePicoUsd: 5_000_011n, outputPicoUsd: 12_000_017n },
    },
    {
      ...{ aboveInputTokens: 40, inputPicoUsd: 7_000_003n, cachedInputPicoUsd: 700_001n },
      ...{ cacheWritePicoUsd: 9_000_011n, outputPicoUsd: 20_000_003n },
    },
  ],
};

/** The same as a configuration would say it, in dollars a million tokens. */
const PRICE = tokenPrice({
  ...{ inputUsdPerMillion: 2.000003, cachedInputUsdPerMillion: 0.200017 },
  ...{ cacheWriteUsdPerMillion: 2.500019, outputUsdPerMillion: 8.000033 },
  tiers: [
    {
      ...{ aboveInputTokens: 40, inputUsdPerMillion: 7.000003, cachedInputUsdPerMillion: 0.700001 },
      ...{ cacheWriteUsdPerMillion: 9.000011, outputUsdPerMillion: 20.000003 },
    },
    {
      ...{ aboveInputTokens: 24, inputUsdPerMillion: 4.000007, cachedInputUsdPerMillion: 0.400031 },
      ...{ cacheWriteUsdPerMillion: 5.000011, outputUsdPerMillion: 12.000017 },
    },
  ],
});

/** In the lab four characters are a token: one prompt for each length from 16 to 48 tokens. */
const PROMPTS = Array.from({ length: 33 }, (_, at) =>
  'Ahab saw the spider far away. '.padEnd((at + 16) * 4, 'x'),
);

for (const vendor of ['openai', 'anthropic'] as const satisfies Vendor[]) {
  for (const lane of ['live', 'batch'] as const) {
    describe(`a price with tiers, ${vendor}, ${lane}`, () => {
      it('costs what the lab bills, below, at and above each bound, out of a cache or not', async () => {
        using scene = new LedgerScene();
        await using lab = await openLab({
          models: { m: { price: BILLED, promptCache: 'chance' } },
        });
        const model = modelAt(lab, vendor);
        const routes = [{ ...model.routes[0], price: PRICE }] as const;
        await using asker = await openAsker(scene.path, { ...model, routes }, { lane });
        await Promise.all(PROMPTS.map((text) => asker.ask(text)));
        const { totalPicoUsd, lines, requests } = lab.invoice();
        const { cachedInputTokens = 0 } = lines[0] ?? {};
        assert.ok(cachedInputTokens > 0);
        assert.deepEqual([lines.length, lines[0]?.lane, requests.size], [1, lane, 33]);
        const spent = { paid: totalPicoUsd, exposure: totalPicoUsd };
        assert.deepEqual(await asker.money(), { ...spent, unknown: 0n, open: 0 });
      });
    });
  }
}
