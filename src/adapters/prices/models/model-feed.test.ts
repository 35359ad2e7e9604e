import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calcPrice, findProvider } from '@pydantic/genai-prices';
import type { PriceWeb } from '../../../contracts/price-feed.ts';
import { type PriceRow, priceSnapshotSchema } from '../../../contracts/prices.ts';
import { Catalogue } from '../../../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../../cost/catalogue/shipped.ts';
import { createModelFeed } from './model-feed.ts';

const providers = ['openai', 'anthropic', 'google'].map((providerId) =>
  findProvider({ providerId }),
);
const installed = { providers, version: '0.1.8', date: '2026-09-23' };
const unused: PriceWeb = {
  json: () => assert.fail(),
  lines: () => assert.fail(),
  pages: () => assert.fail(),
};

function wantedOn(day: string) {
  const known = new Catalogue(shippedPrices(), day);
  return {
    ...{ day, regions: [], prices: known.rows(), allMachines: false },
    ...{ models: known.models(), machines: known.machines() },
  };
}

/** What tokens of a request cost by our rows: all of them at the tier that its input reaches. */
function usd(rows: readonly PriceRow[], tokens: Readonly<Record<string, number>>, input: number) {
  return Object.entries(tokens).reduce((sum, [meter, count]) => {
    const tiers = rows
      .filter((row) => row.meter === meter && (row.aboveInputTokens ?? -1) < input)
      .sort((a, b) => (b.aboveInputTokens ?? -1) - (a.aboveInputTokens ?? -1));
    return sum + (count * (tiers[0]?.value ?? Number.NaN)) / 1e6;
  }, 0);
}

test('requests cost what the package itself computes, on each day, in each tier', async () => {
  let compared = 0;
  for (const day of ['2026-01-15', '2026-11-24', '2027-01-02']) {
    const wanted = wantedOn(day);
    const { prices, sources } = await createModelFeed(installed).find(wanted, unused);
    const snapshot = priceSnapshotSchema.parse({ date: day, sources, prices });
    const catalogue = new Catalogue([snapshot], day);
    for (const { provider, model } of wanted.models) {
      const rows = catalogue.rows({ provider, item: model });
      const has = (meter: string): boolean => rows.some((row) => row.meter === meter);
      for (const input of [1_000, 150_000, 271_999, 272_000, 400_000]) {
        const cached = has('cached-input') ? input / 4 : 0;
        const written = has('cache-write-5m') ? input / 4 : 0;
        const output = has('output') ? 2_000 : 0;
        const theirs = calcPrice(
          {
            ...{ input_tokens: input, cache_read_tokens: cached, cache_write_tokens: written },
            ...(output > 0 && { output_tokens: output }),
          },
          model,
          { providerId: provider, timestamp: new Date(`${day}T12:00:00Z`) },
        );
        assert.ok(theirs, `${provider} ${model}`);
        const tokens = {
          input: input - cached - written,
          ...(cached > 0 && { 'cached-input': cached }),
          ...(written > 0 && { 'cache-write-5m': written }),
          ...(output > 0 && { output }),
        };
        const ours = usd(rows, tokens, input);
        assert.ok(
          Math.abs(ours - theirs.total_price) < 1e-9,
          `${day} ${model} ${input}: ${ours}, not ${theirs.total_price}`,
        );
        compared++;
      }
    }
  }
  assert.ok(compared >= 3 * 40 * 5, `${compared} requests were compared`);
});

const GENAI = [
  {
    id: 'anthropic',
    models: [
      {
        id: 'claude-opus-5',
        match: { starts_with: 'claude-opus-5' },
        prices: [
          { prices: { input_mtok: 5, output_mtok: 25, web_searches_kcount: 10 } },
          { constraint: { start_date: '2027-02-01' }, prices: { input_mtok: 6, output_mtok: 30 } },
        ],
      },
    ],
  },
];
const LITELLM = {
  'claude-opus-5': {
    ...{ input_cost_per_token: 5.5e-6, output_cost_per_token: 2.5e-5 },
    ...{ input_cost_per_token_batches: 2.5e-6, mode: 'chat' },
  },
  sample_spec: { mode: 'one of: chat, embedding' },
};

test('two sources that disagree are both told; dated changes and batch prices are kept', async () => {
  const web = {
    ...unused,
    json: async ({ pathname }: URL) => (pathname.includes('litellm') ? LITELLM : GENAI),
  };
  const wanted = {
    ...wantedOn('2026-11-24'),
    models: [{ provider: 'anthropic', model: 'claude-opus-5' }],
  };
  const { prices, notes } = await createModelFeed().find(wanted, web);
  assert.deepEqual(notes, [
    'Sources disagree on anthropic/models/claude-opus-5/input@global: genai-prices says 5, ' +
      'litellm 5.5 usd/1M-tokens. The first is kept.',
  ]);
  const frame = {
    ...{ provider: 'anthropic', service: 'models', item: 'claude-opus-5', region: 'global' },
    ...{ unit: 'usd/1M-tokens', currency: 'USD', date: '2026-11-24' },
  };
  const ours = { ...frame, source: 'genai-prices' };
  const other = { value: 5.5, source: 'litellm', date: '2026-11-24' };
  assert.deepEqual(prices, [
    { ...ours, meter: 'input', value: 5, observations: [other] },
    { ...ours, meter: 'output', value: 25 },
    { ...ours, meter: 'input', value: 6, from: '2027-02-01' },
    { ...ours, meter: 'output', value: 30, from: '2027-02-01' },
    { ...frame, source: 'litellm', meter: 'batch-input', value: 2.5 },
  ]);
});

test('a document of another form is refused with the place', async () => {
  const web = { ...unused, json: async () => [{ id: 'openai', models: [{ id: 'gpt-4o' }] }] };
  await assert.rejects(createModelFeed().find(wantedOn('2026-11-24'), web), {
    code: 'PRICES_UNREADABLE',
    message: /genai-prices.* is not as documented: 0\.models\.0\.match/,
  });
});
