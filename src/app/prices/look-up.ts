import { type PriceRow, priceId } from '../../contracts/prices.ts';
import { MabError } from '../../core/errors.ts';
import { nearestNames } from '../../core/nearest.ts';
import type { Catalogue, PriceQuery } from '../../cost/catalogue/catalogue.ts';
import type { NamedPrice, PriceDetail, PriceListing } from './prices-contract.ts';

/** @throws {MabError} PRICE_MISSING where no price fits, with the nearest names that do. */
export function listPrices(catalogue: Catalogue, query: PriceQuery): PriceListing {
  const { day, notes } = catalogue;
  const prices = catalogue.rows(query).map(named);
  if (prices.length > 0) return { day, prices, notes };
  const asked = Object.entries(query).map(([option, value]) => `${option} ${value}`);
  throw new MabError('PRICE_MISSING', `The price catalogue has nothing of ${asked.join(', ')}.`, {
    hint: hintOf(query, catalogue),
  });
}

/** Names the option that fits no row, and what it could have been. */
function hintOf(query: PriceQuery, catalogue: Catalogue): string {
  for (const [option, value] of Object.entries(query) as [keyof PriceQuery, string][]) {
    const names = [...new Set(catalogue.rows().map((row) => row[option]))];
    if (names.includes(value)) continue;
    const near = nearestNames(value, names);
    if (near.length > 0) return `Did you mean --${option} ${near.join(' or ')}?`;
    if (names.length <= 20) return `Of --${option} it knows ${names.join(', ')}.`;
  }
  return 'Leave an option out, or add the price with --prices FILE.';
}

/**
 * All that is known of a model, a machine, another item, or one price.
 * @param name  `gpt-4o`, `t3.xlarge`, `aws/t3.xlarge`, or the id of a price.
 * @throws {MabError} PRICE_MISSING with the nearest names.
 */
export function showPrice(catalogue: Catalogue, name: string): PriceDetail {
  const isMeant = (provider: string, item: string): boolean =>
    name === item || name === `${provider}/${item}`;
  const models = catalogue.models().filter((each) => isMeant(each.provider, each.model));
  const machines = catalogue.machines().filter((each) => isMeant(each.provider, each.type));
  const prices = catalogue
    .rows()
    .filter((row) => isMeant(row.provider, row.item) || priceId(row) === name)
    .map(named);
  if (prices.length + models.length + machines.length === 0) throw unknown(catalogue, name);
  const { day, notes } = catalogue;
  return { day, models, machines, prices, sources: sourcesOf(catalogue, prices), notes };
}

function unknown(catalogue: Catalogue, name: string): MabError {
  const names = [
    ...catalogue.rows().flatMap((row) => [row.item, priceId(row)]),
    ...catalogue.models().map(({ model }) => model),
    ...catalogue.machines().flatMap(({ provider, type }) => [type, `${provider}/${type}`]),
  ];
  const near = nearestNames(name, [...new Set(names)]);
  return new MabError('PRICE_MISSING', `The price catalogue has nothing named ${name}.`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : 'See `mab prices list`, or add it with --prices FILE.',
  });
}

function sourcesOf(catalogue: Catalogue, rows: readonly PriceRow[]): PriceDetail['sources'] {
  const keys = new Set(rows.map(({ source }) => source));
  return Object.fromEntries([...catalogue.sources].filter(([key]) => keys.has(key)));
}

function named(row: PriceRow): NamedPrice {
  return { id: priceId(row), ...row };
}
