import type { PriceRow } from '../../../contracts/prices.ts';
import type { OfferRow } from './offer-file.ts';

/** What a row of an offer file is a price of. */
export interface Offered extends Pick<PriceRow, 'service' | 'item' | 'meter' | 'unit'> {
  /** Of so many units of theirs ours consists. */
  readonly times: number;
}

/** Which of their rows are prices that we know; undefined: another. */
type Rule = (row: OfferRow) => Offered | undefined;

/** Offer code of AWS → the rules of its file. Machines have rules of their own. */
export const OFFERS: Readonly<Record<string, Rule>> = {
  AmazonEC2: (row) =>
    row('Product Family') === 'Storage' && row('Unit') === 'GB-Mo' && row('Volume API Name') !== ''
      ? offered('ebs', row('Volume API Name'), 'storage', 'usd/gb-month')
      : undefined,
  AmazonS3: (row) =>
    isUsage(row, 'TimedStorage-ByteHrs')
      ? offered('s3', 'standard', 'storage', 'usd/gb-month')
      : undefined,
  AWSLambda: (row) => {
    switch (row('Group')) {
      case 'AWS-Lambda-Duration':
        return offered('lambda', 'x86', 'duration', 'usd/gb-second');
      case 'AWS-Lambda-Requests':
        return offered('lambda', 'x86', 'requests', 'usd/1M-requests', 1e6);
      case 'AWS-Lambda-Duration-ARM':
        return offered('lambda', 'arm', 'duration', 'usd/gb-second');
      case 'AWS-Lambda-Requests-ARM':
        return offered('lambda', 'arm', 'requests', 'usd/1M-requests', 1e6);
    }
    return undefined;
  },
  AmazonECS: (row) => {
    if (isUsage(row, 'Fargate-vCPU-Hours:perCPU')) {
      return offered('fargate', 'linux-x86', 'vcpu', 'usd/vcpu-hour');
    }
    if (isUsage(row, 'Fargate-GB-Hours')) {
      return offered('fargate', 'linux-x86', 'memory', 'usd/gb-hour');
    }
    return undefined;
  },
  AmazonRDS: (row) =>
    row('Product Family') === 'Database Instance' &&
    row('Database Engine') === 'PostgreSQL' &&
    row('Deployment Option') === 'Single-AZ' &&
    row('Unit') === 'Hrs'
      ? offered('rds-postgres', row('Instance Type'), 'instance', 'usd/hour')
      : undefined,
};

function offered(
  service: string,
  item: string,
  meter: string,
  unit: PriceRow['unit'],
  times = 1,
): Offered {
  return { service, item, meter, unit, times };
}

/** Outside of us-east-1 a usage type has the short name of the region before it: `USW2-…`. */
function isUsage(row: OfferRow, usageType: string): boolean {
  return new RegExp(`^(?:[A-Z]{2,4}\\d-)?${usageType}$`).test(row('usageType'));
}
