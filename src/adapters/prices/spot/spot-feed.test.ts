import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PriceWeb } from '../../../contracts/price-feed.ts';
import { Catalogue } from '../../../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../../cost/catalogue/shipped.ts';
import { createSpotFeed } from './spot-feed.ts';

/** In the form of spot-advisor-data.json, as the tool spotinfo carries it. */
const ADVISOR = {
  ranges: [{ index: 0, label: '<5%', dots: 0, max: 5 }],
  instance_types: {
    't3.xlarge': { emr: false, cores: 4, ram_gb: 16.0 },
    'm9.large': { emr: true, cores: 2, ram_gb: 8.0 },
  },
  spot_advisor: {
    'us-east-1': {
      Linux: { 't3.xlarge': { s: 60, r: 2 }, 'm9.large': { s: 50, r: 0 } },
      Windows: { 't3.xlarge': { s: 10, r: 4 } },
    },
  },
};
const web: PriceWeb = {
  json: async () => ADVISOR,
  lines: () => assert.fail(),
  pages: () => assert.fail(),
};
const known = new Catalogue(shippedPrices(), '2026-11-24');
const wanted = {
  ...{ day: '2026-11-24', regions: ['us-east-1'], allMachines: false },
  ...{ prices: known.rows(), models: [], machines: known.machines() },
};

test('a saving becomes a price by what the machine costs on demand; its band a fact', async () => {
  const { prices, machines, notes } = await createSpotFeed().find(wanted, web);
  assert.deepEqual(prices, [
    {
      ...{ provider: 'aws', service: 'ec2', item: 't3.xlarge', meter: 'spot', unit: 'usd/hour' },
      // 0.1664 × 0.4; the catalogue has the same saving of the year before.
      ...{ value: 0.06656, region: 'us-east-1', currency: 'USD', source: 'spot-advisor' },
      ...{ date: '2026-11-24', confidence: 'medium' },
      note: '60 % below 0.1664 on demand of karpenter-aws, 2026-01-19',
    },
  ]);
  assert.deepEqual(machines, [
    {
      ...{ provider: 'aws', type: 't3.xlarge', vcpu: 4, memoryGib: 16 },
      interruption: { band: '10-15%', region: 'us-east-1', date: '2026-11-24' },
    },
  ]);
  assert.deepEqual(notes, []);
});

test('a machine without a price on demand gets none, which is told', async () => {
  const { prices, notes } = await createSpotFeed().find({ ...wanted, allMachines: true }, web);
  assert.deepEqual(
    [prices.length, notes],
    [1, ['m9.large has no price on demand in us-east-1, so none for spot; add --source aws.']],
  );
});

test('a region that the advisor does not know is refused', async () => {
  await assert.rejects(createSpotFeed().find({ ...wanted, regions: ['eu-west-9'] }, web), {
    code: 'PRICES_UNREADABLE',
    message: /knows no eu-west-9/,
  });
});
