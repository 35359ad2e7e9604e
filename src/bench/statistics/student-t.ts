import { createRequire } from 'node:module';
import type tCdf from '@stdlib/stats-base-dists-t-cdf';
import type tQuantile from '@stdlib/stats-base-dists-t-quantile';

// The libraries load some 200 files, so only when they are needed.
const require = createRequire(import.meta.url);

/**
 * Quantile of Student's t distribution.
 *
 * @param probability  In (0, 1).
 * @param degreesOfFreedom  Above 0.
 */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  const quantile = require('@stdlib/stats-base-dists-t-quantile') as typeof tQuantile;
  return quantile(probability, degreesOfFreedom);
}

/** Two-sided p-value of a t statistic. */
export function studentPValue(statistic: number, degreesOfFreedom: number): number {
  const cdf = require('@stdlib/stats-base-dists-t-cdf') as typeof tCdf;
  return 2 * cdf(-Math.abs(statistic), degreesOfFreedom);
}
