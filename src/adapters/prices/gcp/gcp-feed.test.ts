import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PriceWeb } from '../../../contracts/price-feed.ts';
import { Catalogue } from '../../../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../../cost/catalogue/shipped.ts';
import { createGcpFeed } from './gcp-feed.ts';
import { partOf } from './machine-part.ts';

/** In the form of the documented reply. */
function sku(
  description: string,
  usageType: string,
  nanos: number,
  unit = 'h',
  region = 'us-central1',
) {
  return {
    name: 'services/6F81-5844-456A/skus/0000-0000-0000',
    description,
    category: {
      ...{ serviceDisplayName: 'Compute Engine', resourceFamily: 'Compute' },
      ...{ resourceGroup: 'CPU', usageType },
    },
    serviceRegions: [region, 'us-east1'],
    pricingInfo: [
      {
        summary: '',
        pricingExpression: {
          ...{ usageUnit: unit, displayQuantity: 1, baseUnit: 's' },
          tieredRates: [
            { startUsageAmount: 0, unitPrice: { currencyCode: 'USD', units: '0', nanos } },
          ],
        },
      },
    ],
  };
}

/** Public copies of the list carry these prices of parts. */
const PAGES = [
  {
    skus: [
      sku('E2 Instance Core running in Americas', 'OnDemand', 21_811_590),
      sku('E2 Instance Ram running in Americas', 'OnDemand', 2_923_530, 'GiBy.h'),
      sku('E2 Custom Instance Core running in Americas', 'OnDemand', 99_000_000),
      sku('E2 Instance Core running in Tokyo', 'OnDemand', 98_000_000, 'h', 'asia-northeast1'),
      sku('Spot Preemptible E2 Instance Core running in Americas', 'Preemptible', 10_070_000),
      sku(
        'Spot Preemptible E2 Instance Ram running in Americas',
        'Preemptible',
        1_350_000,
        'GiBy.h',
      ),
      sku('Commitment v1: E2 Cpu in Americas for 1 Year', 'Commit1Yr', 13_741_320),
    ],
    nextPageToken: 'two',
  },
  {
    skus: [
      sku('N1 Predefined Instance Core running in Americas', 'OnDemand', 31_611_000),
      sku('N1 Predefined Instance Ram running in Americas', 'OnDemand', 4_237_000, 'GiBy.h'),
      sku('Nvidia Tesla T4 GPU running in Americas', 'OnDemand', 350_000_000),
      sku('Nvidia Tesla T4 GPU running in Americas', 'OnDemand', 351_000_000),
    ],
  },
];

function webOf(keys: (string | null)[]): PriceWeb {
  return {
    json: () => assert.fail(),
    lines: () => assert.fail(),
    async *pages(first, nextOf) {
      keys.push(first.searchParams.get('key'));
      const [one, two] = PAGES;
      yield one;
      assert.equal(nextOf(one)?.searchParams.get('pageToken'), 'two');
      yield two;
      assert.equal(nextOf(two), undefined);
    },
  };
}

const known = new Catalogue(shippedPrices(), '2026-11-24');
const TYPES = ['e2-standard-4', 'n1-standard-4', 'n1-standard-4+t4', 'n2-standard-4'];

test('a machine costs the sum of its parts, and only where all of them are sold', async () => {
  const keys: (string | null)[] = [];
  const { prices, notes } = await createGcpFeed('secret').find(
    {
      ...{ day: '2026-11-24', regions: ['us-central1'], allMachines: false },
      ...{ prices: known.rows(), models: [] },
      machines: known.machines().filter(({ type }) => TYPES.includes(type)),
    },
    webOf(keys),
  );
  assert.deepEqual(keys, ['secret']);
  assert.deepEqual(
    prices.map(({ item, meter, value }) => [item, meter, value]),
    [
      // 4 × 0.031611 + 15 × 0.004237; 4 × 0.02181159 + 16 × 0.00292353; …
      ['n1-standard-4', 'on-demand', 0.189999],
      ['e2-standard-4', 'on-demand', 0.13402284],
      ['e2-standard-4', 'spot', 0.06188],
      ['n1-standard-4+t4', 'on-demand', 0.539999],
    ],
  );
  // What the project gcosts has added up by itself.
  for (const { item, meter, value } of prices.filter((row) => row.meter === 'on-demand')) {
    const key = { provider: 'gcp', service: 'compute', region: 'us-central1' };
    assert.equal(value.toFixed(6), known.get({ ...key, item, meter }).value.toFixed(6));
  }
  assert.deepEqual(notes, [
    'Google lists gpu T4 (OnDemand, us-central1) at 0.35 and at 0.351 usd/hour. The first is kept.',
  ]);
});

test('parts are told by their description, and what only looks like one is left', () => {
  const cases: [string, string | undefined][] = [
    ['N2D AMD Instance Core running in Americas', 'n2d core'],
    ['Spot Preemptible E2 Instance Ram running in Salt Lake City', 'e2 ram'],
    ['Preemptible N1 Predefined Instance Core running in Americas', 'n1 core'],
    ['Compute optimized Core running in Americas', 'c2 core'],
    ['Compute optimized Instance Core running in Dallas', 'c2 core'],
    ['C4A Arm Instance Core running in Northern Virginia', 'c4a core'],
    ['Commitment v1: Cpu in Montreal for 1 Year', 'n1 core'],
    ['Commitment v1: N2D AMD Ram in Americas for 3 Years', 'n2d ram'],
    ['Nvidia L4 GPU running in Americas', 'gpu L4'],
    ['Nvidia Tesla A100 80GB GPU running in Americas', 'gpu A100 80GB'],
    ['Nvidia L4 GPU attached to Spot Preemptible VMs running in Hong Kong', 'gpu L4'],
    ['Commitment v1: Nvidia L4 GPU running in Americas for 1 Year', 'gpu L4'],
    ['Nvidia L4 GPU Virtual Workstation running in Americas', undefined],
    ['N2 Custom Instance Core running in Americas', undefined],
    ['Sole Tenancy Instance Ram running in Turin', undefined],
    ['Licensing Fee for Windows Server 2012 BYOL (CPU cost)', undefined],
    ['Network Internet Egress from Israel to South America', undefined],
    ['Balanced PD Capacity', undefined],
  ];
  assert.deepEqual(
    cases.map(([description]) => [description, partOf(description)]),
    cases,
  );
});
