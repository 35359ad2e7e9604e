/**
 * Spearman's rank correlation, in [-1, 1]; equal values share the mean of their ranks.
 *
 * @returns Undefined where it is not defined: with fewer than two pairs, or where one side is the
 *   same everywhere.
 * Source: Spearman 1904; Pearson's correlation of the ranks.
 */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number | undefined {
  const first = centredRanks(pairs.map(([value]) => value));
  const second = centredRanks(pairs.map(([, value]) => value));
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((total, value, at) => total + value * (b[at] ?? 0), 0);
  const scale = Math.sqrt(product(first, first) * product(second, second));
  return scale === 0 ? undefined : product(first, second) / scale;
}

/** Ranks from 1, less their mean. */
function centredRanks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const mean = (values.length + 1) / 2;
  const ranks = new Map<number, number>();
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (sorted[to] === sorted[from] && to < sorted.length) to++;
    // The mean of the ranks from + 1 to `to`.
    ranks.set(sorted[from] ?? 0, (from + 1 + to) / 2);
  }
  return values.map((value) => (ranks.get(value) ?? mean) - mean);
}
