import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type PriceRow, type PriceSnapshot, priceSnapshotSchema } from '../../contracts/prices.ts';
import { Catalogue } from './catalogue.ts';
import { shippedPrices } from './shipped.ts';

const KEY = {
  ...{ provider: 'acme', service: 'models', item: 'm', meter: 'input', region: 'global' },
} as const;

function snapshotOf(...rows: Pick<PriceRow, 'value' | 'from' | 'aboveInputTokens'>[]) {
  const common = { ...KEY, unit: 'usd/1M-tokens', currency: 'USD', source: 's', date: 'undated' };
  const prices = rows.map((row) => ({ ...common, ...row }));
  return priceSnapshotSchema.parse({ date: '2026-11-24', sources: {}, prices });
}

const valuesOn = (day: string, ...snapshots: PriceSnapshot[]) =>
  new Catalogue(snapshots, day).rows(KEY).map(({ value }) => value);

describe('the price catalogue', () => {
  const first = snapshotOf(
    { value: 1 },
    { value: 2, aboveInputTokens: 100 },
    { value: 3, from: '2026-03-01' },
    { value: 4, from: '2027-03-01' },
  );

  it('has the price of the day: the last that began, without the tiers before it', () => {
    assert.deepEqual(valuesOn('2026-02-28', first), [1, 2]);
    assert.deepEqual(valuesOn('2026-03-01', first), [3]);
    assert.deepEqual(valuesOn('2027-03-01', first), [4]);
    const upcoming = new Catalogue([first], '2026-11-24').upcoming(KEY);
    assert.deepEqual(
      upcoming.map(({ value }) => value),
      [4],
    );
  });

  it('takes all that a later snapshot says of a name in place of all that was said before', () => {
    const later = snapshotOf({ value: 9, from: '2026-06-01' });
    assert.deepEqual(valuesOn('2026-11-24', first, later), [9]);
    assert.deepEqual(valuesOn('2026-03-01', first, later), []);
    assert.deepEqual(valuesOn('2027-04-01', first, later), [9]);
  });

  it('says what it misses, with the nearest names or the regions that it has', () => {
    const catalogue = new Catalogue(shippedPrices(), '2026-11-24');
    const spot = { provider: 'aws', service: 'ec2', item: 't3.xlarge', meter: 'spot' };
    assert.throws(() => catalogue.get({ ...spot, region: 'eu-north-1' }), {
      code: 'PRICE_MISSING',
      message: 'The price catalogue has no aws/ec2/t3.xlarge/spot@eu-north-1.',
      hint: 'It knows t3.xlarge in us-east-1; add the price with --prices FILE.',
    });
    assert.throws(() => catalogue.get({ ...spot, item: 't3.xlrge', region: 'us-east-1' }), {
      hint: /Did you mean aws\/ec2\/t3\.xlarge\/spot@us-east-1/,
    });
    assert.throws(() => catalogue.machine('aws', 't3.xlrge'), {
      code: 'MACHINE_UNKNOWN',
      hint: /Did you mean aws\/t3\.xlarge/,
    });
  });

  it('knows models by their snapshots, and what a usage tier may ask of them', () => {
    const catalogue = new Catalogue(shippedPrices(), '2026-11-24');
    assert.equal(catalogue.model('gpt-4o-2024-08-06'), catalogue.model('gpt-4o'));
    assert.equal(catalogue.model('gpt-4o-2024-05-13')?.outputTokensMax, 4_096);
    const limits = catalogue.rateLimits('gpt-4o-2024-08-06');
    assert.deepEqual(
      limits.map(({ usageTier, tokensPerMinute }) => [usageTier, tokensPerMinute]),
      [
        [1, 30_000],
        [2, 450_000],
        [3, 800_000],
        [4, 2_000_000],
        [5, 30_000_000],
      ],
    );
  });
});
