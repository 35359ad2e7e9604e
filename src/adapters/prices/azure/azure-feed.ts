import { z } from 'zod';
import type { FoundPrices, PriceFeed, WantedPrices } from '../../../contracts/price-feed.ts';
import { type PriceRow, priceId } from '../../../contracts/prices.ts';
import { parseDocument } from '../parse-document.ts';
import { roundPrice } from '../round-price.ts';

/** Source: "Azure Retail Prices overview", Microsoft Learn. Values of filters match by case. */
const API = 'https://prices.azure.com/api/retail/prices?api-version=2023-01-01-preview';

const retailPage = z.object({
  Items: z.array(
    z.object({
      currencyCode: z.string(),
      retailPrice: z.number().min(0),
      armRegionName: z.string(),
      armSkuName: z.string().nullish(),
      productName: z.string(),
      skuName: z.string(),
      meterName: z.string(),
      serviceName: z.string(),
      unitOfMeasure: z.string(),
      type: z.string(),
      effectiveStartDate: z.string(),
      isPrimaryMeterRegion: z.boolean(),
      reservationTerm: z.string().nullish(),
      savingsPlan: z
        .array(z.object({ retailPrice: z.number().min(0), term: z.string() }))
        .nullish(),
    }),
  ),
  NextPageLink: z.string().nullish(),
});
type Item = z.infer<typeof retailPage>['Items'][number];

/** Names of machines in one question: addresses may not grow without end. */
const NAMES_MAX = 15;
const HOURS_A_YEAR = 8_760;

/** Virtual machines of Azure: on demand, spot, reserved, savings plans. Needs no account. */
export function createAzureFeed(): PriceFeed {
  return {
    name: 'azure',
    async find(wanted, web) {
      const found: PriceRow[] = [];
      for (const url of questions(wanted)) {
        for await (const document of web.pages(url, (page) => nextOf(page, url))) {
          const { Items } = parseDocument(retailPage, document, url.host);
          found.push(...Items.flatMap((item) => rowOf(item, wanted)));
        }
      }
      return choose(found, wanted);
    },
  };
}

function questions({ regions, machines, allMachines }: WantedPrices): URL[] {
  const names = machines.filter(({ provider }) => provider === 'azure').map(({ type }) => type);
  const groups = allMachines
    ? [[]]
    : Array.from({ length: Math.ceil(names.length / NAMES_MAX) }, (_, at) =>
        names.slice(at * NAMES_MAX, (at + 1) * NAMES_MAX),
      );
  return regions.flatMap((region) => groups.map((group) => questionUrl(region, group)));
}

function questionUrl(region: string, names: readonly string[]): URL {
  const url = new URL(API);
  const conditions = [`serviceName eq 'Virtual Machines'`, `armRegionName eq '${region}'`];
  if (names.length > 0) {
    conditions.push(`(${names.map((name) => `armSkuName eq '${name}'`).join(' or ')})`);
  }
  url.searchParams.set('currencyCode', 'USD');
  url.searchParams.set('$filter', conditions.join(' and '));
  return url;
}

/** Its link names the port, which is the usual one. */
function nextOf(page: unknown, url: URL): URL | undefined {
  const { NextPageLink: link } = parseDocument(retailPage, page, url.host);
  return link ? new URL(link) : undefined;
}

/** The prices of a machine with Linux; nothing for all other things that are on the list. */
function rowOf(item: Item, { machines, allMachines, regions, day }: WantedPrices): PriceRow[] {
  const { armSkuName: name, armRegionName: region, effectiveStartDate } = item;
  const isKnown = machines.some(({ provider, type }) => provider === 'azure' && type === name);
  const isLinux = !/Windows|CloudServices|Cloud Services/.test(item.productName);
  if (!name || !(isKnown || allMachines) || !isLinux || !regions.includes(region)) return [];
  if (item.serviceName !== 'Virtual Machines' || item.currencyCode !== 'USD') return [];
  if (!item.isPrimaryMeterRegion) return [];
  const price = priceOf(item);
  if (!price) return [];
  const from = effectiveStartDate.slice(0, 10);
  return [price, ...(price.meter === 'on-demand' ? savingsPlans(item) : [])].map((each) => ({
    ...{ provider: 'azure', service: 'vm', item: name, region, ...each },
    ...{ unit: 'usd/hour', currency: 'USD', source: 'azure-retail', date: day },
    ...(from > day && { from }),
  }));
}

type MachinePrice = Pick<PriceRow, 'meter' | 'value' | 'term'>;

/** They stand with the price on demand, by the hour as that is. */
function savingsPlans({ savingsPlan }: Item): MachinePrice[] {
  return (savingsPlan ?? []).flatMap(({ term, retailPrice: value }) => {
    const years = yearsOf(term);
    return years === undefined
      ? []
      : [{ meter: `savings-plan-${years}y`, value, term: 'savings plan' }];
  });
}

const yearsOf = (term: string): number | undefined => ({ '1 Year': 1, '3 Years': 3 })[term];

/** The retail price of a reservation is that of its whole term. */
function priceOf(item: Item): MachinePrice | undefined {
  const { type, retailPrice, unitOfMeasure, reservationTerm, skuName, meterName } = item;
  if (type === 'Reservation') {
    const years = yearsOf(reservationTerm ?? '');
    if (years === undefined) return undefined;
    const value = roundPrice(retailPrice / (years * HOURS_A_YEAR));
    return { meter: `reserved-${years}y`, value, term: 'reservation' };
  }
  const kind = `${skuName} ${meterName}`;
  if (type !== 'Consumption' || unitOfMeasure !== '1 Hour' || /Low Priority/.test(kind)) {
    return undefined;
  }
  return { meter: /\bSpot\b/.test(kind) ? 'spot' : 'on-demand', value: retailPrice };
}

/** Of two prices of one thing the first is kept, and both are said. */
function choose(rows: readonly PriceRow[], wanted: WantedPrices): FoundPrices {
  const notes: string[] = [];
  const prices = [
    ...Map.groupBy(rows, (row) => `${priceId(row)} ${row.from ?? ''}`).values(),
  ].flatMap(([first, ...others]) => {
    const values = new Set(
      others.map(({ value }) => value).filter((value) => value !== first?.value),
    );
    if (first && values.size > 0) {
      notes.push(
        `Azure lists ${priceId(first)} at ${first.value} and at ${[...values].join(', ')} ` +
          `${first.unit}. The first is kept.`,
      );
    }
    return first ?? [];
  });
  return {
    sources: {
      'azure-retail': {
        ...{ name: 'Azure Retail Prices API', licence: 'facts', date: wanted.day },
        url: 'https://prices.azure.com/api/retail/prices',
      },
    },
    ...{ prices, machines: [], notes },
    lookedFor: wanted.prices.filter(
      ({ provider, service, region }) =>
        provider === 'azure' && service === 'vm' && wanted.regions.includes(region),
    ),
  };
}
