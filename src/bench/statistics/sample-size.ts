import { studentQuantile } from './student-t.ts';

/** How much clusters (contexts, or questions of a single one) differ, and how many there are. */
export interface Spread {
  /** Standard deviation of one cluster's mean difference; 0: nothing is known. */
  readonly deviation: number;
  readonly clusters: number;
}

/** The usual chance to find a difference that is there. */
export const POWER = 0.8;

/** As many clusters as make Student's t the normal distribution, to nine digits. */
const ENDLESS = 1e9;

/** Beyond it a difference is rounding noise, and counting upwards by one would never end. */
const CLUSTERS_MAX = 1e9;

/**
 * The smallest difference that so many clusters would find with 80 % chance:
 * (t(1 - level / 2, N - 1) + t(0.8, N - 1)) * s / sqrt(N).
 *
 * @param level  Two-sided; of one test of a family, the family's level divided by its tests.
 * @returns In the unit of the scores; undefined where no spread is known.
 * Source: the usual sample-size formula of the paired t test, solved for the difference.
 */
export function detectableDifference(
  { deviation, clusters }: Spread,
  level: number,
): number | undefined {
  if (deviation === 0 || clusters < 2) return undefined;
  return (quantiles(clusters, level) * deviation) / Math.sqrt(clusters);
}

/**
 * The smallest number of clusters that would find a difference with 80 % chance, if they are spread
 * as these are.
 *
 * @param difference  Its size; the sign does not matter.
 * @returns Undefined where no spread is known, and where a thousand million would not do.
 */
export function clustersToFind(
  difference: number,
  { deviation }: Spread,
  level: number,
): number | undefined {
  const squaredRatio = (deviation / difference) ** 2;
  if (deviation === 0 || !(squaredRatio <= CLUSTERS_MAX)) return undefined;
  const isEnough = (count: number): boolean =>
    quantiles(count, level) * deviation <= Math.abs(difference) * Math.sqrt(count);
  // Upwards from what samples without end would need, which is a few clusters less.
  let count = Math.max(2, Math.floor(quantiles(ENDLESS, level) ** 2 * squaredRatio));
  while (!isEnough(count)) count += 1;
  return count;
}

function quantiles(clusters: number, level: number): number {
  return studentQuantile(1 - level / 2, clusters - 1) + studentQuantile(POWER, clusters - 1);
}
