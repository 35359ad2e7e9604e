import { type PriceRow, priceId } from '../../contracts/prices.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** Days after which a price is said to be old. */
const FRESH_DAYS = 90;

/** What is doubtful in the prices of an answer: age, source, what is no longer sold. */
export function priceWarnings(rows: readonly PriceRow[], catalogue: Catalogue): string[] {
  const ages = rows.map((row) => ({ row, days: ageDays(row, catalogue.day) }));
  const old = ages.filter(({ days }) => days !== undefined && days > FRESH_DAYS);
  const undated = ages.filter(({ days }) => days === undefined);
  const low = rows.filter(({ confidence }) => confidence === 'low');
  const oldest = Math.max(...old.map(({ days = 0 }) => days));
  return [
    ...(old.length > 0
      ? [
          `${old.length} of ${rows.length} prices are older than ${FRESH_DAYS} days, up to ${oldest}.`,
        ]
      : []),
    ...(undated.length > 0 ? [`${undated.length} of ${rows.length} prices have no date.`] : []),
    ...(low.length > 0
      ? [`Confirm before you rely on it: ${low.map(priceId).join(', ')} (low confidence).`]
      : []),
    ...retired(rows, catalogue),
  ];
}

function ageDays({ date }: PriceRow, today: string): number | undefined {
  if (date === 'undated') return undefined;
  return Math.round((Date.parse(today) - Date.parse(date)) / 86_400_000);
}

function retired(rows: readonly PriceRow[], catalogue: Catalogue): string[] {
  const machines = new Map(catalogue.machines().map((one) => [`${one.provider}/${one.type}`, one]));
  const named = rows.map(({ provider, item }) => ({
    item,
    day: machines.get(`${provider}/${item}`)?.retiresOn ?? catalogue.model(item)?.retiresOn,
  }));
  const lines = named.flatMap(({ item, day }) => {
    if (day === undefined) return [];
    return day <= catalogue.day
      ? [`${item} is no longer sold since ${day}.`]
      : [`${item} will not be sold after ${day}.`];
  });
  return [...new Set(lines)];
}
