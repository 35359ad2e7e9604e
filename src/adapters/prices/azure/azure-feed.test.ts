import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PriceWeb } from '../../../contracts/price-feed.ts';
import { Catalogue } from '../../../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../../cost/catalogue/shipped.ts';
import { createAzureFeed } from './azure-feed.ts';

/** In the form of the documented reply; the prices are those that public copies of it show. */
const ITEM = {
  ...{ currencyCode: 'USD', tierMinimumUnits: 0, retailPrice: 0.192, unitPrice: 0.192 },
  ...{ armRegionName: 'eastus', location: 'US East', effectiveStartDate: '2021-11-01T00:00:00Z' },
  ...{ meterId: 'm', meterName: 'D4s v5', productId: 'p', skuId: 's', skuName: 'D4s v5' },
  ...{ productName: 'Virtual Machines Dsv5 Series', serviceName: 'Virtual Machines' },
  ...{ serviceFamily: 'Compute', unitOfMeasure: '1 Hour', type: 'Consumption' },
  ...{ isPrimaryMeterRegion: true, armSkuName: 'Standard_D4s_v5' },
};
const reserved = { ...ITEM, type: 'Reservation', reservationTerm: '1 Year', retailPrice: 1_038 };
/** As they stand in the documented reply, the longer one first. */
const savingsPlan = [
  { unitPrice: 0.0864, retailPrice: 0.0864, term: '3 Years' },
  { unitPrice: 0.1325, retailPrice: 0.1325, term: '1 Year' },
  { unitPrice: 0.07, retailPrice: 0.07, term: '5 Years' },
];
const PAGES = [
  {
    BillingCurrency: 'USD',
    Items: [
      { ...ITEM, savingsPlan },
      { ...ITEM, productName: 'Virtual Machines Dsv5 Series Windows', retailPrice: 0.376 },
      { ...ITEM, skuName: 'D4s v5 Spot', meterName: 'D4s v5 Spot', retailPrice: 0.04, savingsPlan },
      { ...ITEM, skuName: 'D4s v5 Low Priority', retailPrice: 0.05 },
      { ...ITEM, type: 'DevTestConsumption', retailPrice: 0.1 },
      { ...ITEM, armSkuName: 'Standard_X1', retailPrice: 3 },
      { ...ITEM, isPrimaryMeterRegion: false, retailPrice: 4 },
    ],
    NextPageLink: 'https://prices.azure.com:443/api/retail/prices?$skip=1000',
    Count: 7,
  },
  {
    Items: [
      reserved,
      { ...reserved, reservationTerm: '3 Years', retailPrice: 1_994 },
      { ...reserved, reservationTerm: '5 Years', retailPrice: 3_000 },
      { ...ITEM, retailPrice: 0.21, effectiveStartDate: '2027-01-01T00:00:00Z' },
      { ...ITEM, retailPrice: 0.193 },
    ],
    NextPageLink: null,
  },
];

const asked: string[] = [];
const web: PriceWeb = {
  json: () => assert.fail(),
  lines: () => assert.fail(),
  async *pages(first, nextOf) {
    asked.push(first.searchParams.get('$filter') ?? '');
    let next: URL | undefined = first;
    for (const page of PAGES) {
      assert.equal(next?.host, 'prices.azure.com');
      yield page;
      next = nextOf(page);
    }
    assert.equal(next, undefined);
  },
};
const known = new Catalogue(shippedPrices(), '2026-11-24');

test('machines on demand, spot, reserved and in savings plans for an hour; all else on the list is left', async () => {
  const machines = known.machines().filter(({ type }) => type === 'Standard_D4s_v5');
  const { prices, notes, lookedFor } = await createAzureFeed().find(
    {
      ...{ day: '2026-11-24', regions: ['eastus'], allMachines: false },
      ...{ prices: known.rows(), models: [], machines },
    },
    web,
  );
  assert.deepEqual(asked, [
    "serviceName eq 'Virtual Machines' and armRegionName eq 'eastus' and " +
      "(armSkuName eq 'Standard_D4s_v5')",
  ]);
  assert.deepEqual(
    prices.map(({ meter, value, from, term }) => [meter, value, from ?? term]),
    [
      ['on-demand', 0.192, undefined],
      ['savings-plan-3y', 0.0864, 'savings plan'],
      ['savings-plan-1y', 0.1325, 'savings plan'],
      ['spot', 0.04, undefined],
      // 1,038 / 8,760 and 1,994 / 26,280: the list has the price of the whole term.
      ['reserved-1y', 0.118493150685, 'reservation'],
      ['reserved-3y', 0.0758751902588, 'reservation'],
      ['on-demand', 0.21, '2027-01-01'],
    ],
  );
  assert.deepEqual(notes, [
    'Azure lists azure/vm/Standard_D4s_v5/on-demand@eastus at 0.192 and at 0.193 usd/hour. The ' +
      'first is kept.',
  ]);
  assert.ok(lookedFor.some(({ item }) => item === 'Standard_NC6s_v3'));
});

test('many machines are asked for in several questions', async () => {
  asked.length = 0;
  const machine = { provider: 'azure' as const, vcpu: 1, memoryGib: 1 };
  const machines = Array.from({ length: 31 }, (_, at) => ({ ...machine, type: `T${at}` }));
  const wanted = { day: '2026-11-24', regions: ['eastus', 'westeurope'], allMachines: false };
  await createAzureFeed().find({ ...wanted, prices: [], models: [], machines }, web);
  assert.deepEqual(
    asked.map((filter) => filter.split('armSkuName').length - 1),
    [15, 15, 1, 15, 15, 1],
  );
});
