import { type PriceSnapshot, priceId } from '../../contracts/prices.ts';

/** Prices of the user's files, by name: which file gives which value. */
export type FilePrices = ReadonlyMap<string, { readonly file: string; readonly value: number }>;

/** What one file gives, by name; of prices with tiers or days, the first. */
export function filePrices({ prices }: Pick<PriceSnapshot, 'prices'>, file: string): FilePrices {
  return new Map(
    prices.toReversed().map((row) => [priceId(row), { file, value: row.value }] as const),
  );
}

/** What to say where a later file of the user replaces another price of an earlier one. */
export function replacedNotes(later: FilePrices, before: FilePrices): string[] {
  return [...later].flatMap(([id, { file, value }]) => {
    const other = before.get(id);
    return other === undefined || other.value === value
      ? []
      : [
          `${file} gives ${value} for ${id}, and ${other.file} ${other.value}: the last file is used.`,
        ];
  });
}
