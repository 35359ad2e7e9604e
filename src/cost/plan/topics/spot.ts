import type { AdviceOption } from '../../../contracts/advice.ts';
import type { MachineFacts } from '../../../contracts/prices.ts';
import { saving } from '../../formulas/machines.ts';
import { once } from '../from-work.ts';
import { choice, count, optionalQuantity, quantity } from '../inputs.ts';
import { MACHINE_INPUTS, namedMachine } from '../named-machine.ts';
import { about, percent, plain, usd } from '../number-text.ts';
import { inputError } from '../read-inputs.ts';
import {
  BAND_CHANCE,
  bestSpotShare,
  lateChance,
  rateOf,
  type SpotMix,
  type SpotTasks,
  spotMix,
} from '../spot-mix.ts';
import { defineTopic } from '../topic.ts';

/** Where nobody knows how often a machine is taken back. */
const UNKNOWN_CHANCE = 0.2;

const INPUTS = {
  ...MACHINE_INPUTS,
  tasks: count('tasks of a run', { unit: 'tasks', min: 1, max: 1_000_000, fallback: 20 }),
  taskMinutes: quantity('how long one task takes undisturbed', {
    ...{ unit: 'minutes', min: 0.1, max: 100_000, fallback: 60 },
  }),
  restartMinutes: quantity('until an interrupted task goes on elsewhere', {
    ...{ unit: 'minutes', min: 0, max: 1440, fallback: 5 },
  }),
  checkpointMinutes: quantity('time between two points from which a task can go on', {
    ...{ unit: 'minutes', min: 0.01, max: 100_000, fallback: 2 },
  }),
  interruptionPercent: optionalQuantity('how often such a machine is taken back; else its band', {
    ...{ unit: '%', min: 0, max: 99.9 },
  }),
  chancePer: choice('launch: each task meets that chance (cautious); month: 730 hours do', {
    ...{ choices: ['launch', 'month'], fallback: 'launch' },
  }),
  deadlineMinutes: optionalQuantity('time after which a task is late', {
    ...{ unit: 'minutes', min: 0.1, max: 1_000_000 },
  }),
  latePercentMax: quantity('late tasks that can be borne', {
    ...{ unit: '%', min: 0, max: 100, fallback: 1 },
  }),
};

/** `mab plan spot`: §5.3.3 of the requirements document. */
export const spot = defineTopic({
  id: 'spot',
  question: 'How much of a run belongs on spot machines?',
  inputs: INPUTS,
  readings: {
    tasks: once(({ tasks }) => tasks),
    taskMinutes: once(({ taskMinutes }) => taskMinutes),
  },
  answer(inputs, prices) {
    const { facts, region, name } = namedMachine(inputs, prices);
    const { taskMinutes, deadlineMinutes } = inputs;
    if (deadlineMinutes !== undefined && deadlineMinutes < taskMinutes) {
      throw inputError(
        `A task of ${taskMinutes} minutes is always late after ${deadlineMinutes}.`,
        'Give --deadline-minutes at least as much as --task-minutes.',
      );
    }
    const known = interruption(facts, inputs.interruptionPercent);
    const work: SpotTasks = {
      tasks: inputs.tasks,
      taskHours: taskMinutes / 60,
      usdPerHour: {
        onDemand: prices.machineOrThrow(facts, 'on-demand', region),
        spot: prices.machineOrThrow(facts, 'spot', region),
      },
      interruptionsPerHour: rateOf(known.chance, inputs.chancePer, taskMinutes / 60),
      restartHours: inputs.restartMinutes / 60,
      checkpointHours: inputs.checkpointMinutes / 60,
      deadlineHours: deadlineMinutes === undefined ? undefined : deadlineMinutes / 60,
    };
    const best = bestSpotShare(work, inputs.latePercentMax / 100);
    const rule = documentShare(taskMinutes);
    const [mix, none] = [spotMix(work, best), spotMix(work, 0)];
    return {
      answer:
        `${percent(best)} on spot machines: ${inputs.tasks} tasks on ${name} cost ${usd(mix.usd)} ` +
        `instead of ${usd(none.usd)}; ${about(mix.interruptions)} interruptions are expected. ` +
        `The document's rule (${percent(rule)} at ${taskMinutes} minutes) costs ${usd(spotMix(work, rule).usd)}.`,
      options: mixes(work, best, rule),
      formulas: formulasOf(work, { best, lateShareMax: inputs.latePercentMax / 100 }),
      warnings: [
        ...known.warnings,
        'What an interruption loses is machine time: a resumed task replays its paid calls from ' +
          'the ledger, and pays none of them again.',
      ],
    };
  },
});

/** The document's rule: 100 % below half an hour, 80 % up to two hours, 50 % above. */
function documentShare(taskMinutes: number): number {
  if (taskMinutes < 30) return 1;
  return taskMinutes <= 120 ? 0.8 : 0.5;
}

function interruption(
  { type, interruption: known }: MachineFacts,
  givenPercent: number | undefined,
): { readonly chance: number; readonly warnings: readonly string[] } {
  if (givenPercent !== undefined) return { chance: givenPercent / 100, warnings: [] };
  if (!known) {
    const text = `Nobody publishes how often ${type} is taken back: ${percent(UNKNOWN_CHANCE)} assumed.`;
    return { chance: UNKNOWN_CHANCE, warnings: [`${text} Give --interruption-percent.`] };
  }
  const chance = BAND_CHANCE[known.band];
  const text = `${type} was taken back ${known.band} of the time (${known.region}, ${known.date})`;
  return { chance, warnings: [`${text}: ${percent(chance)} is used.`] };
}

function mixes(work: SpotTasks, best: number, rule: number): AdviceOption[] {
  const shares = [...new Set([0, 0.2, 0.5, 0.8, 1, rule, best])].sort((a, b) => a - b);
  const none = spotMix(work, 0);
  return shares.map((share) => {
    const mix = spotMix(work, share);
    const reasons = [
      ...(share === best ? ['cheapest in time'] : []),
      ...(share === rule ? ["the document's rule"] : []),
    ];
    return {
      name: `${percent(share)} spot`,
      chosen: share === best,
      facts: factsOf(mix, none),
      ...(reasons.length > 0 && { reason: reasons.join(', ') }),
    };
  });
}

function factsOf(mix: SpotMix, none: SpotMix): AdviceOption['facts'] {
  return {
    usd: mix.usd,
    savedPercent: 100 * saving(mix.usd, none.usd),
    interruptions: mix.interruptions,
    minutesPerTask: mix.taskHours * 60,
    latePercent: 100 * mix.lateShare,
  };
}

function formulasOf(
  work: SpotTasks,
  { best, lateShareMax }: { best: number; lateShareMax: number },
) {
  const { taskHours, usdPerHour, interruptionsPerHour: rate, restartHours } = work;
  const { checkpointHours, deadlineHours } = work;
  const one = { ...work, tasks: 1 };
  const lost = `${plain(rate)} × (${plain(restartHours)} + ${plain(checkpointHours)} / 2)`;
  return [
    {
      name: 'a task on a spot machine',
      text: 'price × hours × (1 + interruptions/hour × (restart + checkpoint / 2))',
      worked: `$${usdPerHour.spot} × ${plain(taskHours)} h × (1 + ${lost}) = $${plain(spotMix(one, 1).usd)}`,
    },
    {
      name: 'a task on demand',
      text: 'price × hours',
      worked: `$${usdPerHour.onDemand} × ${plain(taskHours)} h = $${plain(spotMix(one, 0).usd)}`,
    },
    ...(deadlineHours === undefined
      ? []
      : [
          {
            name: 'largest share on spot',
            text: 'late tasks allowed / chance that a spot task is late, at most 1',
            worked: `${percent(lateShareMax)} / ${percent(lateChance(work))} → ${percent(best)}`,
          },
        ]),
  ];
}
