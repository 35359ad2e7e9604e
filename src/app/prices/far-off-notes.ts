import { type PriceSnapshot, priceId } from '../../contracts/prices.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';

/** A price so many times off is more often a slip (cents, thousands for millions) than news. */
const FAR_OFF = 100;

/**
 * What to say of prices that are about to replace others: those that are absurdly far off.
 * @param known  The catalogue without them.
 */
export function farOffNotes(
  { prices }: Pick<PriceSnapshot, 'prices'>,
  known: Catalogue,
  file: string,
): string[] {
  return prices.flatMap((row) => {
    const { provider, service, item, meter, region } = row;
    const before = known.find({ provider, service, item, meter, region });
    if (!before || row.aboveInputTokens !== undefined) return [];
    const times = Math.max(row.value / before.value, before.value / row.value);
    if (!(times >= FAR_OFF)) return [];
    return [
      `${file} gives ${row.value} ${row.unit} for ${priceId(row)}, where the catalogue has ` +
        `${before.value}: check the unit.`,
    ];
  });
}
