import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Catalogue } from '../catalogue/catalogue.ts';
import { shippedPrices } from '../catalogue/shipped.ts';
import { SERVICES, type ServiceName, servicePrice } from './cloud-services.ts';
import { type Cloud, PriceDesk } from './price-desk.ts';

const CLOUDS: readonly Cloud[] = ['aws', 'azure', 'gcp'];
const priceOf = (provider: Cloud, name: ServiceName): number | undefined =>
  servicePrice(new PriceDesk(new Catalogue(shippedPrices(), '2026-11-24')), provider, name)?.usd;

/** A name that no row has would be told as a price that is missing, for ever. */
test('every service of every cloud has a shipped price, but for those that have no source', () => {
  const names = Object.keys(SERVICES) as ServiceName[];
  const missing = names.flatMap((name) =>
    CLOUDS.filter((cloud) => priceOf(cloud, name) === undefined).map((cloud) => `${cloud} ${name}`),
  );
  assert.deepEqual(missing, ['azure traffic to another region', 'azure metrics']);
});

test('an archive and databases, by hand from services.csv and the price lists', () => {
  assert.equal(priceOf('aws', 'archive'), 0.00099);
  const cents = (cloud: Cloud, name: ServiceName): number =>
    Math.round(100 * (priceOf(cloud, name) ?? 0)) / 100;
  // 730 × 0.017; 730 × 0.0105; 730 × 0.203; 730 × (2 × 0.0413 + 8 × 0.007).
  assert.deepEqual(
    [cents('azure', 'small database'), cents('gcp', 'small database')],
    [12.41, 7.67],
  );
  assert.deepEqual(
    [cents('azure', 'large database'), cents('gcp', 'large database')],
    [148.19, 101.18],
  );
});
