import { HOURS_PER_MONTH } from './hours.ts';

/** Interruptions an hour of a machine that is taken back within a time with some chance. */
export function interruptionRate(chance: number, withinHours = HOURS_PER_MONTH): number {
  return -Math.log(1 - chance) / withinHours;
}

/**
 * Chance of more than `most` events where `mean` are expected (Poisson): 1 − Σ e^−m m^k / k!.
 * For `most` below zero it is 1.
 */
export function chanceOfMore(most: number, mean: number): number {
  let term = Math.exp(-mean);
  let atMost = 0;
  for (let events = 0; events <= most; events++) {
    atMost += term;
    term *= mean / (events + 1);
  }
  return Math.max(0, 1 - atMost);
}
