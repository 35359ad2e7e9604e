import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PriceRow, PriceSnapshot } from '../../src/contracts/prices.ts';
import { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import { interruptions, machine, modelPrice, monthOf, price, savingsOf } from './checks.ts';
import { formatNumber } from './format.ts';

const row = { currency: 'USD', source: 'list', date: '2026-01-02' } as const;
const hourly = (provider: string, service: string, name: string, value: number): PriceRow => ({
  ...{ ...row, provider, service, item: name, meter: 'on-demand', value },
  ...{ unit: 'usd/hour', region: 'here' },
});
const SNAPSHOT: PriceSnapshot = {
  date: '2026-01-02',
  sources: { list: { name: 'A list without a date', licence: 'facts', date: 'undated' } },
  models: [{ provider: 'acme', model: 'one', kind: 'chat', retiresOn: '2026-01-02' }],
  machines: [
    {
      ...{ provider: 'aws', type: 'small', vcpu: 2, memoryGib: 4 },
      interruption: { band: '<5%', region: 'here', date: '2026-01-01' },
    },
    {
      ...{ provider: 'aws', type: 'large', vcpu: 8, memoryGib: 64, retiresOn: '2026-01-03' },
      gpu: { name: 'T4', memoryGib: 16, count: 2 },
      interruption: { band: '>20%', region: 'here', date: '2026-01-01' },
    },
  ],
  prices: [
    { ...hourly('acme', 'models', 'one', 3), meter: 'input', region: 'global' },
    hourly('aws', 'ec2', 'small', 0.1),
    { ...hourly('aws', 'ec2', 'large', 0.4), confidence: 'low' },
  ],
  rateLimits: [],
};
const on = (day: string): Catalogue => new Catalogue([SNAPSHOT], day);

test('a price brings its source, and what is sold no longer', () => {
  const expected = {
    ...{ kind: 'recomputed', basis: 'listed', source: 'A list, 2026-01-02' },
    items: [{ formula: '', low: 3, high: 3 }],
  };
  assert.deepEqual(modelPrice('acme/one/input')(on('2026-01-01')), expected);
  assert.deepEqual(modelPrice('acme/one/input')(on('2026-01-02')), {
    ...expected,
    retired: { name: 'one', on: '2026-01-02' },
  });
  const weak = price('aws/ec2/large/on-demand@here')(on('2026-01-02'));
  assert.equal(weak.kind === 'recomputed' && weak.source, 'A list, 2026-01-02, confidence low');
  assert.throws(() => price('aws/ec2/large/spot@here')(on('2026-01-02')), {
    code: 'PRICE_MISSING',
  });
});

test('machines: what they have, a month of them, what one saves, how often they go', () => {
  const catalogue = on('2026-01-02');
  const facts = ['vcpu', 'memory', 'gpus', 'gpu-memory', 'all-gpu-memory'] as const;
  const large = machine('aws', 'large', facts)(catalogue);
  assert.deepEqual(
    large.kind === 'recomputed' && large.items.map(({ low }) => low),
    [8, 64, 2, 16, 32],
  );
  // 2 × 730 / 24 × 6 × 0.1
  const { low, formula } = monthOf(catalogue, 'aws/ec2/small/on-demand@here', {
    hoursPerDay: 6,
    machines: 2,
  });
  assert.deepEqual([formatNumber(low), formula], ['36.5', '2 × 182.5 h × 0.1']);
  const ids = ['aws/ec2/small/on-demand@here', 'aws/ec2/large/on-demand@here'] as const;
  const saved = savingsOf([['small', ...ids]])(catalogue);
  assert.deepEqual(saved.kind === 'recomputed' && saved.items, [
    { formula: '100 × (1 − 0.1 / 0.4)', low: 75, high: 75, label: 'small' },
  ]);
  const bands = interruptions('small', 'large')(catalogue);
  assert.deepEqual(bands.kind === 'recomputed' && bands.items, [
    { formula: 'band <5%', low: 0, high: 5, label: 'small' },
    { formula: 'band >20%', low: 20, high: 100, label: 'large' },
  ]);
});

test('numbers are as exact as a reader needs', () => {
  assert.deepEqual(
    [12_600_000_000, 1_480_000, 4530.4, 121.472, 8.145, 0.012288, 0].map(formatNumber),
    ['12.6B', '1.48M', '4,530', '121.47', '8.145', '0.0123', '0'],
  );
});
