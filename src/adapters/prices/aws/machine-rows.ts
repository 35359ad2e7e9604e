import type { MachineFacts, PriceRow } from '../../../contracts/prices.ts';
import type { OfferRow } from './offer-file.ts';

/**
 * Machines as everybody rents them: Linux, shared hardware, nothing installed, no licence.
 * Source: columns of the AmazonEC2 offer file; each condition leaves out rows that look alike.
 */
export function isPlainMachine(row: OfferRow): boolean {
  return (
    row('Product Family').startsWith('Compute Instance') &&
    row('Operating System') === 'Linux' &&
    row('Tenancy') === 'Shared' &&
    row('Pre Installed S/W') === 'NA' &&
    row('CapacityStatus') === 'Used' &&
    row('License Model') === 'No License required' &&
    ['', 'OnDemand'].includes(row('MarketOption'))
  );
}

const HOURS_A_YEAR = 8_760;

/** A part of what a reservation costs: the fee at its start, or each hour. */
export interface ReservedPart {
  readonly item: string;
  /** `reserved-1y` */
  readonly meter: string;
  /** `standard partial upfront`, as the catalogue words it. */
  readonly term: string;
  readonly usdPerHour: number;
}

/** What a row adds to a reservation's price for an hour; undefined: no such row. */
export function reservedPart(row: OfferRow): ReservedPart | undefined {
  const years = { '1yr': 1, '3yr': 3 }[row('LeaseContractLength')];
  if (row('TermType') !== 'Reserved' || years === undefined) return undefined;
  const price = Number(row('PricePerUnit'));
  return {
    item: row('Instance Type'),
    meter: `reserved-${years}y`,
    term: `${row('OfferingClass')} ${row('PurchaseOption')}`.toLowerCase(),
    usdPerHour: row('Unit') === 'Quantity' ? price / (years * HOURS_A_YEAR) : price,
  };
}

/**
 * What a machine has; undefined where the file does not say all of it: it does not tell which GPUs
 * a machine has.
 */
export function machineFacts(row: OfferRow): MachineFacts | undefined {
  const gib = /^([\d,.]+) GiB$/.exec(row('Memory'))?.[1]?.replaceAll(',', '');
  const [vcpu, memoryGib] = [Number(row('vCPU')), Number(gib)];
  const isWhole = vcpu > 0 && memoryGib > 0 && ['', '0', 'NA'].includes(row('GPU'));
  return isWhole ? { provider: 'aws', type: row('Instance Type'), vcpu, memoryGib } : undefined;
}

/** The term that the catalogue tells the price of; without one, what costs nothing at the start. */
export function wantedTerm(known: readonly PriceRow[], item: string, meter: string): string {
  const row = known.find((each) => each.item === item && each.meter === meter);
  return row?.term ?? 'standard no upfront';
}
