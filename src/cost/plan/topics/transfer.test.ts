import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { shippedPrices } from '../../catalogue/shipped.ts';
import { transfer } from './transfer.ts';

const world = { catalogue: new Catalogue(shippedPrices(), '2026-11-24') };
const near = (actual: unknown, expected: number): void =>
  assert.ok(Math.abs(Number(actual) - expected) < 0.005, `${actual}, not ${expected}`);

test('5 GB ten times a day: at list price a little, after the free allowances a third', () => {
  const { options } = transfer.advise({}, world);
  const [cdn, direct] = options;
  assert.deepEqual([cdn?.name, cdn?.chosen, direct?.chosen], ['CloudFront', true, false]);
  // 5 × 10 × 730 / 24 = 1520.83 GB.
  near(cdn?.facts.usdPerMonthAtList, 1520.8333 * 0.085);
  near(direct?.facts.usdPerMonthAtList, 1520.8333 * 0.09);
  near(cdn?.facts.usdPerMonthAfterFree, 520.8333 * 0.085);
  near(direct?.facts.usdPerMonthAfterFree, 1420.8333 * 0.09);
});

test('the free allowance counts only for whom it is asked, and is named then', () => {
  // 1520.83 × 0.005; 1420.83 × 0.09 − 520.83 × 0.085.
  assert.match(transfer.advise({}, world).answer, /cost \$7\.60 less through CloudFront\./);
  assert.match(
    transfer.advise({ free: true }, world).answer,
    /cost \$83\.60 less through CloudFront, after what is free\./,
  );
});

test('what fits into both allowances costs nothing either way, and nothing is chosen', () => {
  const small = { datasetGb: 0.1, downloadsPerDay: 10, free: true };
  const { answer, options } = transfer.advise(small, world);
  assert.match(answer, /cost the same through both/);
  assert.ok(options.every(({ chosen, facts }) => !chosen && facts.usdPerMonthAfterFree === 0));
});

test('machines in another region than the data are warned about, with what that costs', () => {
  const { warnings, tables = [] } = transfer.advise({ computeRegion: 'us-west-2' }, world);
  assert.ok(warnings.includes('Machines are in us-west-2 and data in us-east-1.'));
  near(tables[0]?.rows[0]?.usdPerMonth, 1520.8333 * 0.02);
  near(tables[0]?.rows[1]?.usdOnce, 5 * 0.02);
  const same = transfer.advise({}, world);
  assert.ok(same.warnings.every((warning) => !warning.startsWith('Machines')));
  assert.deepEqual(same.tables, []);
});

test('prices of another region stand in, and the answer says so', () => {
  const { warnings } = transfer.advise({ storageRegion: 'eu-west-1' }, world);
  assert.ok(warnings.some((warning) => /no transfer prices of eu-west-1/.test(warning)));
});

test('Transfer Acceleration: hours that it saves, and what each costs', () => {
  const { tables = [] } = transfer.advise({ uploadGb: 90, faster: 2, edge: 'elsewhere' }, world);
  // 90 GB × 8000 Mbit / 100 Mbit/s = 2 h, twice as fast 1 h; 90 × 0.08 dollars.
  assert.deepEqual(tables[0]?.rows, [
    { upload: 'without', hours: 2, usdPerMonth: 0, usdPerHourSaved: null },
    { upload: 'with', hours: 1, usdPerMonth: 7.2, usdPerHourSaved: 7.2 },
  ]);
});

test('above 10 TB the answer says that the prices are those of the first 10', () => {
  const { warnings } = transfer.advise({ datasetGb: 1_000 }, world);
  assert.ok(warnings.some((warning) => warning.startsWith('Above 10 TB')));
});
