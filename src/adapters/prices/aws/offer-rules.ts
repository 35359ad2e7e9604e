import type { PriceRow } from '../../../contracts/prices.ts';
import type { OfferRow } from './offer-file.ts';

/** Which row of an offer file is which of our prices. */
export interface OfferRule extends Pick<PriceRow, 'service' | 'meter' | 'unit'> {
  /** Our name of the item; or which items a column of the file names. */
  readonly item: string | { readonly column: string; readonly names: RegExp };
  /** Of so many units of theirs ours consists. */
  readonly times?: number;
  readonly is: (row: OfferRow) => boolean;
}

/** A price, and of which item it is. */
export interface Offered extends Pick<PriceRow, 'service' | 'item' | 'meter' | 'unit'> {
  readonly times: number;
}

const [GB_MONTH, GB_SECOND] = ['usd/gb-month', 'usd/gb-second'] as const;
const [PER_1K, PER_1M] = ['usd/1k-requests', 'usd/1M-requests'] as const;
const INSTANCE = { column: 'Instance Type', names: /^db\./ };

/** Offer code of AWS → the rules of its file. Machines have rules of their own. */
export const OFFERS: Readonly<Record<string, readonly OfferRule[]>> = {
  AmazonEC2: [
    {
      ...{ service: 'ebs', meter: 'storage', unit: GB_MONTH },
      item: { column: 'Volume API Name', names: /^(?:gp|io|st|sc)\d$/ },
      is: (row) => row('Product Family') === 'Storage' && row('Unit') === 'GB-Mo',
    },
  ],
  AmazonS3: [
    s3('standard', 'storage', GB_MONTH, 'TimedStorage-ByteHrs'),
    s3('standard-ia', 'storage', GB_MONTH, 'TimedStorage-SIA-ByteHrs'),
    { ...s3('standard', 'put', PER_1K, 'Requests-Tier1'), times: 1e3 },
    { ...s3('standard', 'get', PER_1K, 'Requests-Tier2'), times: 1e3 },
  ],
  AWSLambda: [
    lambda('x86', 'duration', GB_SECOND, 'AWS-Lambda-Duration'),
    lambda('arm', 'duration', GB_SECOND, 'AWS-Lambda-Duration-ARM'),
    { ...lambda('x86', 'requests', PER_1M, 'AWS-Lambda-Requests'), times: 1e6 },
    { ...lambda('arm', 'requests', PER_1M, 'AWS-Lambda-Requests-ARM'), times: 1e6 },
  ],
  AmazonECS: [
    fargate('linux-x86', 'vcpu', 'usd/vcpu-hour', 'Fargate-vCPU-Hours:perCPU'),
    fargate('linux-x86', 'memory', 'usd/gb-hour', 'Fargate-GB-Hours'),
    fargate('linux-arm', 'vcpu', 'usd/vcpu-hour', 'Fargate-ARM-vCPU-Hours:perCPU'),
    fargate('linux-arm', 'memory', 'usd/gb-hour', 'Fargate-ARM-GB-Hours'),
  ],
  AmazonRDS: [database('rds-postgres', 'PostgreSQL'), database('rds-mysql', 'MySQL')],
};

/** What a row is a price of; undefined: of nothing that we know. */
export function offeredBy(offer: string, row: OfferRow): Offered | undefined {
  const rule = OFFERS[offer]?.find(({ is }) => is(row));
  if (!rule) return undefined;
  const { service, meter, unit, times = 1 } = rule;
  const item = typeof rule.item === 'string' ? rule.item : row(rule.item.column);
  return { service, item, meter, unit, times };
}

/** Whether an offer file is where a known price has to be. */
export function isOffered(offer: string, known: PriceRow): boolean {
  const rules = OFFERS[offer] ?? [];
  return rules.some(
    ({ service, meter, item }) =>
      service === known.service &&
      meter === known.meter &&
      (typeof item === 'string' ? item === known.item : item.names.test(known.item)),
  );
}

function s3(item: string, meter: string, unit: PriceRow['unit'], usage: string): OfferRule {
  return { service: 's3', item, meter, unit, is: (row) => isUsage(row, usage) };
}

function lambda(item: string, meter: string, unit: PriceRow['unit'], group: string): OfferRule {
  return { service: 'lambda', item, meter, unit, is: (row) => row('Group') === group };
}

function fargate(item: string, meter: string, unit: PriceRow['unit'], usage: string): OfferRule {
  return { service: 'fargate', item, meter, unit, is: (row) => isUsage(row, usage) };
}

function database(service: string, engine: string): OfferRule {
  return {
    ...{ service, item: INSTANCE, meter: 'instance', unit: 'usd/hour' },
    is: (row) =>
      row('Product Family') === 'Database Instance' &&
      row('Database Engine') === engine &&
      row('Deployment Option') === 'Single-AZ' &&
      row('Unit') === 'Hrs',
  };
}

/** In most regions a usage type has the short name of the region before it: `USW2-…`. */
function isUsage(row: OfferRow, usageType: string): boolean {
  return row('usageType').replace(/^[A-Z]{2,4}\d-/, '') === usageType;
}
