import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PRICE_UNITS, type PriceRow, priceId } from '../../contracts/prices.ts';
import known from './__fixtures__/known-prices.json' with { type: 'json' };
import { Catalogue } from './catalogue.ts';
import { shippedPrices } from './shipped.ts';

const SNAPSHOTS = shippedPrices();
const SNAPSHOT_DAY = '2026-11-24';
const ROWS = SNAPSHOTS.flatMap(({ prices }) => prices);

/** The units in which a meter may be priced, by the meter’s last word. */
const UNITS: Readonly<Record<string, RegExp>> = {
  'batch-input batch-output cache-write-1h cache-write-5m cached-input input output':
    /^usd\/1M-tokens$/,
  'control-plane instance node on-demand reserved-1y reserved-3y throughput': /^usd\/hour$/,
  'savings-plan-1y savings-plan-3y': /^usd\/hour$/,
  spot: /^usd\/(hour|gb-month)$/,
  storage: /^usd\/gb-(month|hour)$/,
  'bulk-retrieval data elsewhere ingest out read retrieval scan to-origin us-eu-jp write':
    /^usd\/(gb|mib|10k-requests)$/,
  'vcpu vcpu-spot': /^usd\/vcpu-hour$/,
  'memory memory-spot': /^usd\/gb-hour$/,
  duration: /^usd\/gb-second$/,
  'class-a class-b get http-requests https-requests transition put request-units requests':
    /^usd\/(1k|10k|1M)-requests$/,
  host: /^usd\/host-month$/,
  month: /^usd\/(metric-|secret-|version-|key-|host-|user-)?month$/,
  minimum: /^usd\/month$/,
  monitoring: /^usd\/1k-objects-month$/,
  iops: /^usd\/iops-month$/,
  dimensions: /^usd\/1M-dimensions-month$/,
  'read-units': /^usd\/1M-read-units$/,
  'write-units': /^usd\/1M-write-units$/,
  'free-duration free-ingest free-out free-requests': /^(gb-second|mib|gb|requests)\/month$/,
};

function unitOf(row: PriceRow): RegExp | undefined {
  if (row.service === 'ebs' && row.meter === 'throughput') return /^usd\/mibps-month$/;
  return Object.entries(UNITS).find(([meters]) => meters.split(' ').includes(row.meter))?.[1];
}

/** What the facts of models stand on, which name no source. */
const CITED = new Set(['openai-caching', 'anthropic-batches']);

/** A row in words that tell all rows apart. */
const nameOf = (row: PriceRow) => `${priceId(row)} ${row.from ?? ''} ${row.aboveInputTokens ?? 0}`;

/**
 * Corrected by genai-prices 0.1.8 of 2026-09-23: long requests to OpenAI begin at 272,000 tokens,
 * not above; Claude Sonnet 5 did not rise on 2026-09-01.
 */
describe('the shipped prices', () => {
  /** The fixture is made by scripts/golden/known_prices.py. */
  it('are those of the tables they were taken from, but for what a later source corrects', () => {
    const values = new Map(ROWS.map((row) => [nameOf(row), row.value]));
    // A batch price holds beside whatever live price holds.
    const batches = new Map(ROWS.map((row) => [priceId(row), row.value]));
    const wrong = (known as [string, string, number, number][])
      .filter(([id, from]) => !(id.includes('/claude-sonnet-5/') && from === '2026-09-01'))
      .filter(
        ([id, from, above, value]) =>
          (from === 'batch'
            ? batches.get(id)
            : values.get(`${id} ${from} ${above === 272_000 ? 271_999 : above}`)) !== value,
      );
    assert.deepEqual(wrong, []);
    assert.equal(known.length, 384);
  });

  it('have each a source of their own file, a name of their own, and a unit that fits', () => {
    for (const { prices, sources, rateLimits } of SNAPSHOTS) {
      const named = [
        ...prices.flatMap(({ source, observations = [] }) => [
          source,
          ...observations.map((one) => one.source),
        ]),
        ...rateLimits.map(({ source }) => source),
      ];
      assert.deepEqual(
        [...new Set(named)].filter((source) => !Object.hasOwn(sources, source)),
        [],
      );
      assert.deepEqual(
        Object.keys(sources).filter((source) => !named.includes(source) && !CITED.has(source)),
        [],
      );
    }
    const names = ROWS.map(nameOf);
    assert.deepEqual(
      names.filter((name, at) => names.indexOf(name) !== at),
      [],
    );
    assert.deepEqual(ROWS.filter((row) => !unitOf(row)?.test(row.unit)).map(nameOf), []);
    const units = new Set<string>(ROWS.map(({ unit }) => unit));
    assert.deepEqual(
      PRICE_UNITS.filter((unit) => !units.has(unit)),
      ['metrics/month'],
    );
  });

  it('are none of a day after the snapshot, nor of its source', () => {
    for (const { date: day, prices, sources } of SNAPSHOTS) {
      const late = prices.filter(({ date, source }) => {
        const standing = sources[source]?.date ?? '';
        return date !== 'undated' && (date > day || (standing !== 'undated' && date > standing));
      });
      assert.deepEqual(late.map(nameOf), []);
    }
  });

  it('are zero only where the vendor says so', () => {
    assert.deepEqual(ROWS.filter(({ value }) => value === 0).map(priceId), [
      'azure/aks/free/control-plane@eastus',
    ]);
  });

  it('of one machine: spot and commitments below on-demand, three years below one', () => {
    const catalogue = new Catalogue(SNAPSHOTS, SNAPSHOT_DAY);
    for (const { provider, type } of catalogue.machines()) {
      const rows = catalogue.rows({ provider, item: type });
      const price = (meter: string) => rows.find((row) => row.meter === meter)?.value;
      const { 'on-demand': onDemand, ...cheaper } = {
        'on-demand': price('on-demand'),
        spot: price('spot'),
        one: price('reserved-1y'),
        three: price('reserved-3y'),
        planOne: price('savings-plan-1y'),
        planThree: price('savings-plan-3y'),
      };
      assert.ok(onDemand, type);
      for (const value of Object.values(cheaper)) assert.ok((value ?? 0) < onDemand, type);
      assert.ok((cheaper.three ?? 0) <= (cheaper.one ?? Number.POSITIVE_INFINITY), type);
      assert.ok((cheaper.planThree ?? 0) <= (cheaper.planOne ?? Number.POSITIVE_INFINITY), type);
    }
  });

  /** Discounts of Compute flexible commitments, by the release note of 2026-08-11. */
  it('of savings plans are derived as their notes and terms say', () => {
    const valueAt = (row: PriceRow, meter: string) =>
      ROWS.find((other) => priceId(other) === priceId({ ...row, meter }))?.value ?? Number.NaN;
    const shares = { g2: [0.79, 0.57], others: [0.72, 0.54] };
    const plans = ROWS.filter(({ meter }) => meter.startsWith('savings-plan'));
    const wrong = plans.filter((row) => {
      const { provider, item, meter, value } = row;
      if (provider === 'aws')
        return value !== valueAt(row, meter.replace('savings-plan', 'reserved'));
      const [one = 0, three = 0] = item.startsWith('g2-') ? shares.g2 : shares.others;
      const share = meter.endsWith('1y') ? one : three;
      return Math.abs(value - share * valueAt(row, 'on-demand')) > 1e-6;
    });
    assert.deepEqual(wrong.map(nameOf), []);
    assert.equal(plans.length, 45);
  });

  it('of one model: cached below input, a batch at half, an hour in the cache above five minutes', () => {
    for (const day of ['2025-06-01', '2026-03-01', SNAPSHOT_DAY, '2027-02-01']) {
      const catalogue = new Catalogue(SNAPSHOTS, day);
      for (const { model, kind } of catalogue.models()) {
        for (const above of [undefined, 128_000, 200_000, 271_999, 272_000]) {
          const rows = catalogue
            .rows({ service: 'models', item: model })
            .filter(({ aboveInputTokens }) => aboveInputTokens === above);
          if (rows.length === 0) continue;
          const price = (meter: string) => rows.find((row) => row.meter === meter)?.value;
          const input = price('input') ?? Number.NaN;
          const what = `${model} above ${above} on ${day}`;
          assert.ok((price('cached-input') ?? 0) < input, what);
          assert.ok((price('cache-write-5m') ?? input) >= input, what);
          assert.ok((price('cache-write-1h') ?? Infinity) > (price('cache-write-5m') ?? 0), what);
          if (kind === 'chat') assert.ok((price('output') ?? 0) > input, what);
          const batch = price('batch-input');
          if (batch !== undefined && day >= SNAPSHOT_DAY && model !== 'gpt-5.6-sol')
            assert.equal(batch / input, 0.5, what);
        }
      }
    }
  });
});
