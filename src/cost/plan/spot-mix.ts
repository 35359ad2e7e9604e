import { chanceOfMore, interruptionRate } from '../formulas/interruptions.ts';
import { machineCost, spotCost } from '../formulas/machines.ts';

/** Tasks that may run on spot machines. */
export interface SpotTasks {
  readonly tasks: number;
  readonly taskHours: number;
  readonly usdPerHour: { readonly spot: number; readonly onDemand: number };
  readonly interruptionsPerHour: number;
  /** Until a task goes on elsewhere. */
  readonly restartHours: number;
  /** Between two points from which it can go on. */
  readonly checkpointHours: number;
  /** After which a task is late; undefined: never. */
  readonly deadlineHours: number | undefined;
}

/** One share of tasks on spot machines, as it is expected to end. */
export interface SpotMix {
  /** From 0 to 1. */
  readonly spotShare: number;
  readonly usd: number;
  /** Of a task, mean over both kinds. */
  readonly taskHours: number;
  readonly interruptions: number;
  /** Share of all tasks that end after the deadline. */
  readonly lateShare: number;
}

/** What one share is expected to cost, in money and time. */
export function spotMix(work: SpotTasks, spotShare: number): SpotMix {
  const { tasks, taskHours: hours, usdPerHour, interruptionsPerHour } = work;
  const { restartHours, checkpointHours } = work;
  const spotTask = spotCost({ ...work, usdPerHour: usdPerHour.spot, hours });
  const onDemandTask = machineCost(usdPerHour.onDemand, hours);
  const delay = interruptionsPerHour * hours * (restartHours + checkpointHours / 2);
  return {
    spotShare,
    usd: tasks * (spotShare * spotTask + (1 - spotShare) * onDemandTask),
    taskHours: hours + spotShare * delay,
    interruptions: tasks * spotShare * interruptionsPerHour * hours,
    lateShare: spotShare * lateChance(work),
  };
}

/**
 * The cheapest share at which no more than `lateShareMax` of the tasks end late: all, none, or what
 * the deadline allows.
 */
export function bestSpotShare(work: SpotTasks, lateShareMax: number): number {
  if (spotMix(work, 1).usd >= spotMix(work, 0).usd) return 0;
  const late = lateChance(work);
  return late <= lateShareMax ? 1 : lateShareMax / late;
}

/**
 * Chance that a task on a spot machine is late: that it is interrupted more often than there is
 * time for. Each interruption costs restart + checkpoint / 2.
 */
export function lateChance(work: SpotTasks): number {
  const { taskHours, deadlineHours, interruptionsPerHour, restartHours, checkpointHours } = work;
  if (deadlineHours === undefined) return 0;
  const each = restartHours + checkpointHours / 2;
  // A ten-billionth more, so that 0.3 / 0.1 has room for three.
  const room = Math.floor((deadlineHours - taskHours) / each + 1e-10);
  return chanceOfMore(room, interruptionsPerHour * taskHours);
}

/** Chances within a month, by the bands of the AWS Spot Advisor: the upper end; 30 % above 20. */
export const BAND_CHANCE = {
  '<5%': 0.05,
  '5-10%': 0.1,
  '10-15%': 0.15,
  '15-20%': 0.2,
  '>20%': 0.3,
} as const;

/** Interruptions an hour; with `launch` each task meets the chance, however short it is. */
export function rateOf(chance: number, counts: 'month' | 'launch', taskHours: number): number {
  return interruptionRate(chance, counts === 'launch' ? taskHours : undefined);
}
