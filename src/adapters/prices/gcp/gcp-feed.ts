import type {
  FoundPrices,
  PriceFeed,
  PriceWeb,
  WantedPrices,
} from '../../../contracts/price-feed.ts';
import type { MachineFacts, PriceRow } from '../../../contracts/prices.ts';
import { parseDocument } from '../parse-document.ts';
import { roundPrice } from '../round-price.ts';
import { partOf, partsOf } from './machine-part.ts';
import { hourPrice, type Sku, skuPage } from './sku-wire.ts';

/** Compute Engine in the Cloud Billing Catalog. */
const SKUS = 'https://cloudbilling.googleapis.com/v1/services/6F81-5844-456A/skus';

/** How Google calls it → how we do. */
const USAGES: Readonly<Record<string, Pick<PriceRow, 'meter' | 'term'>>> = {
  OnDemand: { meter: 'on-demand' },
  Preemptible: { meter: 'spot' },
  Commit1Yr: { meter: 'reserved-1y', term: 'CUD 1y' },
  Commit3Yr: { meter: 'reserved-3y', term: 'CUD 3y' },
};

/**
 * Machines of Google Cloud, which sells cores, memory and GPUs apart: a machine costs their sum.
 * @param apiKey  Of any project; the list is public, but is given to nobody without one.
 */
export function createGcpFeed(apiKey: string | undefined): PriceFeed {
  return {
    name: 'gcp',
    async find(wanted, web) {
      const parts = new Map<string, number>();
      const notes: string[] = [];
      for await (const sku of skusOf(web, apiKey)) {
        for (const region of wanted.regions) note(sku, region, { parts, notes });
      }
      if (wanted.allMachines) {
        notes.push('Google Cloud lists parts, not machines: --all-machines adds none there.');
      }
      return found(wanted, parts, notes);
    },
  };
}

async function* skusOf(web: PriceWeb, apiKey: string | undefined): AsyncIterable<Sku> {
  const url = new URL(SKUS);
  url.searchParams.set('currencyCode', 'USD');
  url.searchParams.set('pageSize', '5000');
  if (apiKey !== undefined) url.searchParams.set('key', apiKey);
  const next = (page: unknown): URL | undefined => {
    const { nextPageToken } = parseDocument(skuPage, page, SKUS);
    if (!nextPageToken) return undefined;
    const following = new URL(url);
    following.searchParams.set('pageToken', nextPageToken);
    return following;
  };
  for await (const page of web.pages(url, next)) yield* parseDocument(skuPage, page, SKUS).skus;
}

function note(
  sku: Sku,
  region: string,
  { parts, notes }: { readonly parts: Map<string, number>; readonly notes: string[] },
): void {
  const { usageType, resourceFamily } = sku.category;
  if (resourceFamily !== 'Compute' || !sku.serviceRegions.includes(region)) return;
  const part = USAGES[usageType] && partOf(sku.description);
  const price = hourPrice(sku);
  if (part === undefined || price === undefined) return;
  const key = keyOf(region, usageType, part);
  const before = parts.get(key);
  if (before === undefined) parts.set(key, price);
  else if (before !== price) {
    notes.push(
      `Google lists ${part} (${usageType}, ${region}) at ${before} and at ${price} usd/hour. The ` +
        'first is kept.',
    );
  }
}

function keyOf(region: string, usageType: string, part: string): string {
  return `${region}/${usageType}/${part}`;
}

function found(
  wanted: WantedPrices,
  parts: ReadonlyMap<string, number>,
  notes: readonly string[],
): FoundPrices {
  const { day: date, regions } = wanted;
  const machines = wanted.machines.filter(({ provider }) => provider === 'gcp');
  const usages = Object.keys(USAGES);
  const prices = machines.flatMap((machine) =>
    regions.flatMap((region) => usages.flatMap((usage) => machineRow(machine, region, usage))),
  );
  function machineRow(machine: MachineFacts, region: string, usage: string): PriceRow[] {
    const sums = partsOf(machine).map(
      ([part, count]) => count * (parts.get(keyOf(region, usage, part)) ?? Number.NaN),
    );
    const value = sums.reduce((sum, part) => sum + part, 0);
    // A machine with a part that is not sold like this is not sold like this.
    if (Number.isNaN(value)) return [];
    return [
      {
        ...{ provider: 'gcp', service: 'compute', item: machine.type, ...USAGES[usage] },
        ...{ meter: USAGES[usage]?.meter ?? usage, value: roundPrice(value), unit: 'usd/hour' },
        ...{ region, currency: 'USD', source: 'gcp-billing', date },
      },
    ];
  }
  return {
    sources: {
      'gcp-billing': {
        ...{ name: 'Google Cloud Billing Catalog: parts added up', licence: 'facts', date },
        url: SKUS,
      },
    },
    ...{ prices, machines: [], notes },
    lookedFor: wanted.prices.filter(
      (row) =>
        row.provider === 'gcp' &&
        machines.some(({ type }) => type === row.item) &&
        regions.includes(row.region),
    ),
  };
}
