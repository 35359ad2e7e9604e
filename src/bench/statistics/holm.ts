/**
 * P-values of one family of tests, each raised so that all may be compared with one level: the
 * chance of even one false finding in the family then stays below it, whatever depends on what. The
 * k-th smallest of m is multiplied by m - k + 1, and none comes out below a smaller one.
 *
 * @param pValues  In [0, 1], in any order; the result has the same order.
 * Source: Holm 1979.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues
    .map((_, at) => at)
    .sort((a, b) => valueAt(pValues, a) - valueAt(pValues, b));
  const adjusted = Array<number>(pValues.length).fill(1);
  let least = 0;
  for (const [rank, at] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * valueAt(pValues, at)));
    adjusted[at] = least;
  }
  return adjusted;
}

const valueAt = (values: readonly number[], at: number): number => values[at] ?? Number.NaN;
