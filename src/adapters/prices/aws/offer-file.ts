import { z } from 'zod';
import type { PriceWeb } from '../../../contracts/price-feed.ts';
import { MabError } from '../../../core/errors.ts';
import { nearestNames } from '../../../core/nearest.ts';
import { parseDocument } from '../parse-document.ts';
import { unreadable } from '../price-web-errors.ts';
import { parseCsvRow } from './csv-row.ts';

/**
 * The AWS price list: index → regions of a service → one file for each. Source: AWS Billing,
 * "Reading the service index file", "… service region index file", "… price list file".
 */
export const PRICE_LIST = new URL('https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/');

const serviceIndex = z.object({
  offers: z.record(z.string(), z.object({ currentRegionIndexUrl: z.string() })),
});
const regionIndex = z.object({
  regions: z.record(z.string(), z.object({ currentVersionUrl: z.string() })),
});

/** One row of an offer file: the value in a column, empty where there is none. */
export type OfferRow = (column: string) => string;

/**
 * Where the CSV file of a service in a region is.
 * @throws {MabError} PRICES_REGION_UNKNOWN, PRICES_UNREADABLE.
 */
export async function offerUrl(web: PriceWeb, offer: string, region: string): Promise<URL> {
  const index = new URL('index.json', PRICE_LIST);
  const { offers } = parseDocument(serviceIndex, await web.json(index), index.href);
  const service = offers[offer];
  if (!service) throw unreadable(index, `knows no ${offer}`);
  const regionsUrl = new URL(service.currentRegionIndexUrl, PRICE_LIST);
  const { regions } = parseDocument(regionIndex, await web.json(regionsUrl), regionsUrl.href);
  const file = regions[region];
  if (!file) throw regionUnknown(offer, region, Object.keys(regions));
  return new URL(file.currentVersionUrl.replace(/\.json$/, '.csv'), PRICE_LIST);
}

function regionUnknown(offer: string, region: string, regions: readonly string[]): MabError {
  const near = nearestNames(region, regions);
  return new MabError('PRICES_REGION_UNKNOWN', `AWS sells no ${offer} in "${region}".`, {
    hint:
      near.length > 0
        ? `Did you mean --region ${near.join(' or ')}?`
        : `It does in ${regions.join(', ')}.`,
  });
}

/** The rows of an offer file, one at a time; the largest has 0.3 GB. */
export async function* offerRows(web: PriceWeb, url: URL): AsyncIterable<OfferRow> {
  let columns: ReadonlyMap<string, number> | undefined;
  for await (const line of web.lines(url)) {
    if (columns) {
      const [fields, at] = [parseCsvRow(line), columns];
      yield (column) => fields[at.get(column) ?? -1] ?? '';
    } else if (/^"?SKU"?,/.test(line)) {
      // Before it come five lines about the file.
      columns = new Map(parseCsvRow(line).map((column, index) => [column, index]));
    }
  }
  if (!columns) throw unreadable(url, 'has no line of columns');
}
