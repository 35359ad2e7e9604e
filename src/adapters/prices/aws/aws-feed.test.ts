import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { PriceWeb } from '../../../contracts/price-feed.ts';
import type { PriceRow } from '../../../contracts/prices.ts';
import { Catalogue } from '../../../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../../cost/catalogue/shipped.ts';
import { createAwsFeed } from './aws-feed.ts';
import { parseCsvRow } from './csv-row.ts';

/**
 * The head of a real offer file (AmazonEC2, 2025-09-12) with its first two rows, as a public
 * description of the format quotes it.
 */
const HEAD = readFileSync(new URL('./__fixtures__/ec2-offer-head.csv', import.meta.url), 'utf8');
const COLUMNS = parseCsvRow(HEAD.split('\n')[5] ?? '');

/** A row of the file with these columns. */
function offer(columns: Readonly<Record<string, string>>): string {
  for (const name of Object.keys(columns)) assert.ok(COLUMNS.includes(name), name);
  return COLUMNS.map((name) => (columns[name] === undefined ? '' : `"${columns[name]}"`)).join(',');
}

const MACHINE = {
  ...{ TermType: 'OnDemand', Unit: 'Hrs', Currency: 'USD', 'Region Code': 'us-east-1' },
  ...{ 'Product Family': 'Compute Instance', 'Operating System': 'Linux', Tenancy: 'Shared' },
  ...{ 'License Model': 'No License required', 'Pre Installed S/W': 'NA', CapacityStatus: 'Used' },
  ...{ MarketOption: 'OnDemand', vCPU: '4', Memory: '16 GiB', PricePerUnit: '9.99' },
};
const T3 = { ...MACHINE, 'Instance Type': 't3.xlarge', PricePerUnit: '0.1664000000' };
const partial = {
  ...{ ...T3, TermType: 'Reserved', OfferingClass: 'standard', PurchaseOption: 'Partial Upfront' },
  LeaseContractLength: '1yr',
};
const allUpfront = { ...partial, LeaseContractLength: '3yr', PurchaseOption: 'All Upfront' };

const EC2 = [
  HEAD.trimEnd(),
  offer(T3),
  ...[
    { 'Operating System': 'Windows' },
    { Tenancy: 'Dedicated' },
    { 'Pre Installed S/W': 'SQL Web' },
    { CapacityStatus: 'UnusedCapacityReservation' },
    { MarketOption: 'CapacityBlock' },
    { 'License Model': 'Bring your own license' },
    { 'Region Code': 'us-east-2' },
    { Currency: 'CNY' },
  ].map((other) => offer({ ...T3, ...other, PricePerUnit: '7' })),
  // The parts of a reservation are two rows.
  offer({ ...partial, Unit: 'Quantity', PricePerUnit: '435' }),
  offer({ ...partial, PricePerUnit: '0.0497000000' }),
  offer({ ...partial, PurchaseOption: 'No Upfront', PricePerUnit: '0.1045' }),
  offer({ ...partial, OfferingClass: 'convertible', PricePerUnit: '0.06' }),
  offer({ ...allUpfront, PricePerUnit: '0.0000000000' }),
  offer({ ...allUpfront, Unit: 'Quantity', PricePerUnit: '1646' }),
  offer({ ...MACHINE, 'Instance Type': 'x9.new', Memory: '1,024 GiB' }),
  offer({
    ...{ TermType: 'OnDemand', 'Product Family': 'Storage', Unit: 'GB-Mo', Currency: 'USD' },
    ...{ 'Region Code': 'us-east-1', 'Volume API Name': 'gp3', PricePerUnit: '0.0800000000' },
  }),
].join('\n');

const TAKEN = ['TermType', 'Unit', 'PricePerUnit', 'Currency', 'Region Code', 'StartingRange'];
function small(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => row.map((field) => `"${field}"`).join(','));
  const head = ['SKU', ...TAKEN, ...columns].map((name) => `"${name}"`).join(',');
  return ['"FormatVersion","v1.0"', head, ...lines].join('\n');
}
const on = (unit: string, price: string, start = '0'): string[] => [
  ...['A1', 'OnDemand', unit, price, 'USD', 'us-east-1', start],
];

const FILES: Readonly<Record<string, string>> = {
  AmazonEC2: EC2,
  AmazonS3: small(
    ['usageType'],
    [
      [...on('GB-Mo', '0.0230000000'), 'TimedStorage-ByteHrs'],
      [...on('GB-Mo', '0.0220000000', '51200'), 'TimedStorage-ByteHrs'],
      [...on('GB-Mo', '0.0125000000'), 'TimedStorage-SIA-ByteHrs'],
      [...on('Requests', '0.0000050000'), 'Requests-Tier1'],
      [...on('GB-Mo', '0.0210000000'), 'TimedStorage-GDA-Staging'],
    ],
  ),
  AWSLambda: small(
    ['Group'],
    [
      [...on('Lambda-GB-Second', '0.0000166667'), 'AWS-Lambda-Duration'],
      [...on('Lambda-GB-Second', '0.0000150000', '6000000000'), 'AWS-Lambda-Duration'],
      [...on('Request', '0.0000002000'), 'AWS-Lambda-Requests'],
      [...on('Lambda-GB-Second', '0.0000133334'), 'AWS-Lambda-Duration-ARM'],
    ],
  ),
  AmazonECS: small(
    ['usageType'],
    [
      [...on('hours', '0.0404800000'), 'USE1-Fargate-vCPU-Hours:perCPU'],
      [...on('hours', '0.0044450000'), 'USE1-Fargate-GB-Hours'],
      [...on('hours', '0.0323800000'), 'USE1-Fargate-ARM-vCPU-Hours:perCPU'],
      [...on('hours', '0.1000000000'), 'USE1-Fargate-EphemeralStorage-GB-Hours'],
    ],
  ),
  AmazonRDS: small(
    ['Product Family', 'Database Engine', 'Deployment Option', 'Instance Type'],
    [
      [...on('Hrs', '0.0360'), 'Database Instance', 'PostgreSQL', 'Single-AZ', 'db.t3.small'],
      [...on('Hrs', '0.0720'), 'Database Instance', 'PostgreSQL', 'Multi-AZ', 'db.t3.small'],
      [...on('Hrs', '0.0340'), 'Database Instance', 'MySQL', 'Single-AZ', 'db.t3.small'],
    ],
  ),
};

const web: PriceWeb = {
  async json({ pathname }) {
    const [, offerCode = ''] = /aws\/(\w+)\/current\/region_index/.exec(pathname) ?? [];
    const path = `/offers/v1.0/aws/${offerCode}`;
    if (offerCode) {
      const currentVersionUrl = `${path}/20261120/us-east-1/index.json`;
      return { regions: { 'us-east-1': { regionCode: 'us-east-1', currentVersionUrl } } };
    }
    const offers = Object.keys(FILES).map((code) => {
      const currentRegionIndexUrl = `/offers/v1.0/aws/${code}/current/region_index.json`;
      return [code, { offerCode: code, currentRegionIndexUrl }];
    });
    return { formatVersion: 'v1.0', offers: Object.fromEntries(offers) };
  },
  async *lines({ pathname }) {
    const code = /aws\/(\w+)\/20261120\/us-east-1\/index\.csv$/.exec(pathname)?.[1] ?? '';
    yield* (FILES[code] ?? assert.fail(pathname)).split('\n');
  },
  pages: () => assert.fail(),
};

const known = new Catalogue(shippedPrices(), '2026-11-24');
const wanted = {
  ...{ day: '2026-11-24', regions: ['us-east-1'], allMachines: false },
  ...{ prices: known.rows(), models: [], machines: known.machines() },
};
const shown = ({ service, item, meter, value, unit, term }: PriceRow) =>
  [`${service}/${item}/${meter}`, value, unit, term].filter((part) => part !== undefined);

test('machines, storage, Lambda, Fargate and databases are read from offer files', async () => {
  const { prices, machines, notes, lookedFor } = await createAwsFeed().find(wanted, web);
  // The reserved prices are what LeanerCloud has worked out from the same list.
  assert.deepEqual(prices.map(shown), [
    ['ec2/t3.xlarge/on-demand', 0.1664, 'usd/hour'],
    ['ebs/gp3/storage', 0.08, 'usd/gb-month'],
    ['s3/standard/storage', 0.023, 'usd/gb-month'],
    ['s3/standard-ia/storage', 0.0125, 'usd/gb-month'],
    ['s3/standard/put', 0.005, 'usd/1k-requests'],
    ['lambda/x86/duration', 0.0000166667, 'usd/gb-second'],
    ['lambda/x86/requests', 0.2, 'usd/1M-requests'],
    ['lambda/arm/duration', 0.0000133334, 'usd/gb-second'],
    ['fargate/linux-x86/vcpu', 0.04048, 'usd/vcpu-hour'],
    ['fargate/linux-x86/memory', 0.004445, 'usd/gb-hour'],
    ['fargate/linux-arm/vcpu', 0.03238, 'usd/vcpu-hour'],
    ['rds-postgres/db.t3.small/instance', 0.036, 'usd/hour'],
    ['ec2/t3.xlarge/reserved-1y', 0.0993575342466, 'usd/hour', 'standard partial upfront'],
    ['ec2/t3.xlarge/reserved-3y', 0.0626331811263, 'usd/hour', 'standard all upfront'],
  ]);
  const reserved = { provider: 'aws', service: 'ec2', item: 't3.xlarge', region: 'us-east-1' };
  for (const meter of ['reserved-1y', 'reserved-3y']) {
    const found = prices.find((row) => row.meter === meter);
    assert.equal(found?.value.toFixed(6), known.get({ ...reserved, meter }).value.toFixed(6));
  }
  assert.ok(prices.every(({ date, region }) => date === '2026-11-24' && region === 'us-east-1'));
  assert.deepEqual([machines, notes], [[], []]);
  assert.ok(lookedFor.some(({ item, meter }) => item === 'g5.xlarge' && meter === 'on-demand'));
  assert.ok(lookedFor.every(({ meter }) => meter !== 'spot' && meter !== 'free-requests'));
});

test('machines that nobody knows come when all are wanted, with what they have', async () => {
  const all = { ...wanted, allMachines: true };
  const { prices, machines } = await createAwsFeed().find(all, web);
  assert.ok(prices.some(({ item, value }) => item === 'x9.new' && value === 9.99));
  assert.deepEqual(machines, [{ provider: 'aws', type: 'x9.new', vcpu: 4, memoryGib: 1_024 }]);
});

test('a region that is not on the list is refused with the nearest one', async () => {
  await assert.rejects(createAwsFeed().find({ ...wanted, regions: ['us-east-9'] }, web), {
    code: 'PRICES_REGION_UNKNOWN',
    hint: 'Did you mean --region us-east-1?',
  });
});

test('one price that is listed twice is told', async () => {
  const twice = {
    ...web,
    lines: async function* lines(url: URL) {
      yield* web.lines(url);
      if (url.pathname.includes('AmazonEC2')) yield offer({ ...T3, PricePerUnit: '0.2' });
    },
  };
  const { notes } = await createAwsFeed().find(wanted, twice);
  assert.deepEqual(notes, [
    'AWS lists aws/ec2/t3.xlarge/on-demand@us-east-1 at 0.1664 and at 0.2 usd/hour. The first is ' +
      'kept.',
  ]);
});

test('a price that is no number, and a file without columns, are refused', async () => {
  const broken = (file: string): PriceWeb => ({
    ...web,
    async *lines() {
      yield* file.split('\n');
    },
  });
  for (const file of [EC2.replace('0.1664000000', 'free'), '<html>']) {
    await assert.rejects(createAwsFeed().find(wanted, broken(file)), { code: 'PRICES_UNREADABLE' });
  }
});

test('CSV is read as it is written', () => {
  // Printed by Python: list(csv.reader(['"a ""b"", c",,d,"",e,'])).
  assert.deepEqual(parseCsvRow('"a ""b"", c",,d,"",e,'), ['a "b", c', '', 'd', '', 'e', '']);
});
