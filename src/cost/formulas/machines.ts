/** A spot machine that may be taken away. */
export interface SpotWork {
  readonly usdPerHour: number;
  /** Of work, if nothing were interrupted. */
  readonly hours: number;
  readonly interruptionsPerHour: number;
  /** Until work goes on elsewhere. */
  readonly restartHours: number;
  /** Between two points from which work can go on: on average half of it is done again. */
  readonly checkpointHours: number;
}

/** Dollars: machines × hours × price. */
export function machineCost(usdPerHour: number, hours: number, machines = 1): number {
  return machines * hours * usdPerHour;
}

/**
 * Dollars of work on a spot machine: price × hours × (1 + λ × (restart + checkpoint / 2)). First
 * order in λ: interruptions during what is done again are left out.
 */
export function spotCost(work: SpotWork): number {
  const { usdPerHour, hours, interruptionsPerHour, restartHours, checkpointHours } = work;
  return usdPerHour * hours * (1 + interruptionsPerHour * (restartHours + checkpointHours / 2));
}

/** Share of something saved against something else: 1 − price / other. */
export function saving(usd: number, insteadOfUsd: number): number {
  return 1 - usd / insteadOfUsd;
}

/**
 * Share of the time that a machine has to run for a commitment to be worth it: committed price /
 * on-demand price. Above 1 it never is.
 */
export function breakEvenUse(committedUsdPerHour: number, onDemandUsdPerHour: number): number {
  return committedUsdPerHour / onDemandUsdPerHour;
}
