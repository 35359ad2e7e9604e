import type { PriceRow } from '../../../contracts/prices.ts';
import type { GenaiModel, TieredPrice } from './genai-wire.ts';

/** Their name of a price → ours. What is not here (sound, pictures, searches) is not bought. */
export const METERS: Readonly<Record<string, string>> = {
  input_mtok: 'input',
  cache_read_mtok: 'cached-input',
  cache_write_mtok: 'cache-write-5m',
  cache_write_1h_mtok: 'cache-write-1h',
  output_mtok: 'output',
};

interface Frame {
  readonly provider: string;
  /** The name in our catalogue. */
  readonly item: string;
  readonly source: string;
  readonly date: string;
}

/** The prices of a model that hold today, and those that are announced. */
export function genaiRows({ prices }: GenaiModel, frame: Frame, day: string): PriceRow[] {
  const periods = Array.isArray(prices) ? prices : [{ prices, constraint: undefined }];
  // Prices by the hour of the day come first in no list of ours; the period without one holds.
  const dated = periods
    .filter(({ constraint }) => !constraint || constraint.start_date !== undefined)
    .map((period) => ({ from: period.constraint?.start_date, prices: period.prices }));
  const begun = dated.filter(({ from = '' }) => from <= day).at(-1);
  return dated
    .filter((period) => period === begun || (period.from ?? '') > day)
    .flatMap(({ from, prices: rows }) =>
      Object.entries(rows).flatMap(([key, price]) => {
        const meter = METERS[key];
        return meter === undefined ? [] : ladder(price, { ...frame, meter, from });
      }),
    );
}

function ladder(
  price: TieredPrice,
  { from, ...frame }: Frame & { readonly meter: string; readonly from: string | undefined },
): PriceRow[] {
  const row = (value: number): PriceRow => ({
    ...frame,
    ...{ service: 'models', value, unit: 'usd/1M-tokens', region: 'global', currency: 'USD' },
    ...(from === undefined ? {} : { from }),
  });
  if (typeof price === 'number') return [row(price)];
  const tiers = price.tiers.map(({ start, price: value }) => ({
    ...row(value),
    aboveInputTokens: start,
  }));
  return [row(price.base), ...tiers];
}
