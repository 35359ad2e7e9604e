import { invariant } from '../../core/errors.ts';
import { NORMAL_QUANTILE } from '../statistics/interval-of-mean.ts';

/** Agreement beyond chance: 1 complete, 0 what chance would give, below 0 less than that. */
export interface Kappa {
  readonly kappa: number;
  /**
   * 95 % interval, clipped to [-1, 1]. Absent where no variation was seen, as when all agree: the
   * standard error is 0 then and says nothing.
   */
  readonly low?: number;
  readonly high?: number;
}

/** Below this a variance is rounding noise: its terms are shares. */
const NO_VARIATION = 1e-12;

/**
 * Cohen's kappa of two raters: (observed − expected) / (1 − expected) agreement, with the interval
 * of its asymptotic standard error. Items count as independent, so with several questions on one
 * context the interval is on the narrow side.
 *
 * @param pairs  What the first and the second rater said of each item: names of categories.
 * @returns Undefined where it is not defined: without items, or where both give all items the same
 *   one category, so that chance alone agrees completely.
 * Source: Cohen 1960; the error: Fleiss, Cohen and Everitt 1969.
 */
export function cohenKappa(pairs: readonly (readonly [number, number])[]): Kappa | undefined {
  const categories = [...new Set(pairs.flat())];
  if (categories.length < 2) return undefined;
  const share = (accept: (first: number, second: number) => boolean): number =>
    pairs.filter(([first, second]) => accept(first, second)).length / pairs.length;
  const rows = new Map(categories.map((one) => [one, share((first) => first === one)]));
  const columns = new Map(categories.map((one) => [one, share((_, second) => second === one)]));
  const at = (map: ReadonlyMap<number, number>, category: number): number => map.get(category) ?? 0;
  const observed = share((first, second) => first === second);
  const expected = sum(categories.map((one) => at(rows, one) * at(columns, one)));
  const kappa = (observed - expected) / (1 - expected);
  // Over items instead of cells of the table: each item has 1/n of its cell's share.
  const terms = pairs.map(([first, second]) =>
    first === second
      ? (1 - (at(rows, first) + at(columns, first)) * (1 - kappa)) ** 2
      : ((1 - kappa) * (at(columns, first) + at(rows, second))) ** 2,
  );
  const spread = sum(terms) / pairs.length - (kappa - expected * (1 - kappa)) ** 2;
  if (spread < NO_VARIATION) return { kappa };
  const margin = (NORMAL_QUANTILE * Math.sqrt(spread / pairs.length)) / (1 - expected);
  return { kappa, low: Math.max(-1, kappa - margin), high: Math.min(1, kappa + margin) };
}

/**
 * Fleiss' kappa of any number of raters, who all have rated each item.
 *
 * @param items  What each rater said of each item; as many, at least two, everywhere.
 * @returns Undefined as in `cohenKappa`.
 * Source: Fleiss 1971.
 */
export function fleissKappa(items: readonly (readonly number[])[]): number | undefined {
  const raters = items[0]?.length ?? 0;
  invariant(
    items.every((item) => item.length === raters && raters >= 2),
    'Every item needs the same raters, two at least.',
  );
  const said = items.flat();
  const categories = [...new Set(said)];
  if (categories.length < 2) return undefined;
  const count = (of: readonly number[], one: number): number =>
    of.filter((other) => other === one).length;
  const expected = sum(categories.map((one) => (count(said, one) / said.length) ** 2));
  const agreed = items.map((item) => {
    const equal = sum(categories.map((one) => count(item, one) * (count(item, one) - 1)));
    return equal / (raters * (raters - 1));
  });
  return (sum(agreed) / items.length - expected) / (1 - expected);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
