import type { PriceFeedName } from '../../contracts/price-feed.ts';
import type { PriceRow } from '../../contracts/prices.ts';
import { MabError } from '../../core/errors.ts';

/** Regions of the three clouds have forms of their own: us-east-1, eastus, us-central1. */
const FORMS: Readonly<Record<string, RegExp>> = {
  aws: /^[a-z]{2}(?:-[a-z]+)+-\d$/,
  azure: /^[a-z]+\d*$/,
  gcp: /^[a-z]+-[a-z]+\d+$/,
};
const CLOUDS: Readonly<Record<PriceFeedName, string>> = {
  ...{ aws: 'aws', spot: 'aws', azure: 'azure', gcp: 'gcp', models: '' },
};

/**
 * The regions that a feed is asked for: those that were named of its cloud, else those of which the
 * catalogue knows a price.
 */
export function regionsOf(
  feed: PriceFeedName,
  named: readonly string[],
  known: readonly PriceRow[],
): string[] {
  const cloud = CLOUDS[feed];
  const own = named.filter((region) => FORMS[cloud]?.test(region));
  if (own.length > 0) return own;
  const services = cloud === 'aws' ? ['ec2'] : ['vm', 'compute'];
  const rows = known.filter((row) => row.provider === cloud && services.includes(row.service));
  return [...new Set(rows.map(({ region }) => region))];
}

/** @throws {MabError} REGION_INVALID for what is a region of none of the clouds. */
export function checkRegions(regions: readonly string[]): void {
  const strange = regions.find((region) => !Object.values(FORMS).some((form) => form.test(region)));
  if (strange === undefined) return;
  throw new MabError('REGION_INVALID', `"${strange}" is not the name of a region.`, {
    hint: 'Write it as the cloud does: us-east-1 (AWS), eastus (Azure), us-central1 (Google Cloud).',
  });
}
