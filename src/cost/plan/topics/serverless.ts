import type { AdviceOption, UsedFormula } from '../../../contracts/advice.ts';
import { lambdaBreakEvenCalls } from '../../formulas/break-even-calls.ts';
import { HOURS_PER_MONTH, monthlyHours } from '../../formulas/hours.ts';
import { machineCost } from '../../formulas/machines.ts';
import {
  fargateBreakEvenHoursPerDay,
  fargateUsdPerHour,
  type LambdaPrices,
  lambdaUsdPerMonth,
} from '../../formulas/serverless.ts';
import { dailyHours, monthly } from '../from-work.ts';
import { count, quantity, text, yesNo } from '../inputs.ts';
import { plain, usd } from '../number-text.ts';
import type { PriceDesk } from '../price-desk.ts';
import { inputError } from '../read-inputs.ts';
import { defineTopic } from '../topic.ts';

const INPUTS = {
  calls: count('answers that are scored', {
    ...{ unit: 'calls/month', min: 1, max: 1e12, fallback: 1_000_000 },
  }),
  callSeconds: quantity('how long scoring one takes', {
    ...{ unit: 's', min: 0.001, max: 900, fallback: 1 },
  }),
  callMemoryMb: quantity('memory of the function', {
    ...{ unit: 'MB', min: 128, max: 10_240, fallback: 512 },
  }),
  scorerMachine: text('the machine that would score them, always on', { fallback: 't3.micro' }),
  free: yesNo('whether the free allowance of the account is still to be had', { fallback: false }),
  vcpu: quantity('processors of an experiment as a Fargate task', {
    ...{ unit: 'vCPU', min: 0.25, max: 16, fallback: 4 },
  }),
  memoryGb: quantity('memory of the task', { unit: 'GB', min: 0.5, max: 120, fallback: 8 }),
  hoursPerDay: quantity('how long experiments run', {
    ...{ unit: 'hours/day', min: 0.1, max: 24, fallback: 8 },
  }),
  taskMachine: text('the machine that would run them', { fallback: 't3.xlarge' }),
  region: text('region of AWS', { fallback: 'us-east-1' }),
};

/** `mab plan serverless`: §8.3 of the requirements document. */
export const serverless = defineTopic({
  id: 'serverless',
  question: 'When do Lambda and Fargate cost less than a machine?',
  inputs: INPUTS,
  readings: { hoursPerDay: dailyHours, calls: monthly(({ answers }) => answers) },
  answer(inputs, prices) {
    const scorer = scorerAdvice(inputs, prices);
    const task = taskAdvice(inputs, prices);
    return {
      answer: `${scorer.answer} ${task.answer}`,
      options: [...scorer.options, ...task.options],
      formulas: [...scorer.formulas, ...task.formulas],
      warnings: [
        'A stopped machine still pays for its disk, and takes a minute to start; a Fargate task ' +
          'has no GPU and pulls its whole image at each start.',
      ],
    };
  },
});

interface Part {
  readonly answer: string;
  readonly options: readonly AdviceOption[];
  readonly formulas: readonly UsedFormula[];
}

interface ScorerInputs {
  readonly calls: number;
  readonly callSeconds: number;
  readonly callMemoryMb: number;
  readonly scorerMachine: string;
  readonly free: boolean;
  readonly region: string;
}

function scorerAdvice(inputs: ScorerInputs, prices: PriceDesk): Part {
  const { calls, callSeconds: seconds, callMemoryMb, scorerMachine, free, region } = inputs;
  const memoryGb = callMemoryMb / 1024;
  const lambda = lambdaPrices(prices, region);
  const hour = machineHour(prices, scorerMachine, region);
  const month = machineCost(hour, HOURS_PER_MONTH);
  const cost = (withFree: boolean): number =>
    lambdaUsdPerMonth({ requests: calls, seconds, memoryGb }, lambda, { free: withFree });
  const crossing = (withFree: boolean): number =>
    lambdaBreakEvenCalls(month, { seconds, memoryGb }, lambda, { free: withFree });
  const isLambda = cost(free) <= month;
  const option = (name: string, chosen: boolean, usdPerMonth: number, until: string) => ({
    ...{ name, chosen, facts: { work: 'scoring', usdPerMonth, cheaper: until } },
  });
  return {
    answer:
      `Scoring ${plain(calls)} answers a month costs ${usd(cost(free))} with Lambda and ` +
      `${usd(month)} on ${scorerMachine}; both meet at ${whole(crossing(free))} calls.`,
    options: [
      option('Lambda, list price', isLambda && !free, cost(false), below(crossing(false))),
      option('Lambda, free allowance', isLambda && free, cost(true), below(crossing(true))),
      option(`${scorerMachine}, always on`, !isLambda, month, 'above that'),
    ],
    formulas: [
      {
        name: 'Lambda',
        text: 'calls × price / 10⁶ + calls × seconds × GB × price, each above what is free',
        worked: `${plain(calls)} calls, ${plain(calls * seconds * memoryGb)} GB-s = ${usd(cost(free))}`,
      },
      {
        name: 'break-even',
        text: 'machine a month / (price of a call + seconds × GB × price)',
        worked: `${usd(month)} → ${whole(crossing(false))} calls, with the free allowance ${whole(crossing(true))}`,
      },
    ],
  };
}

function lambdaPrices(prices: PriceDesk, region: string): LambdaPrices {
  const row = (meter: string): number =>
    prices.get({ provider: 'aws', service: 'lambda', item: 'x86', meter, region }).value;
  return {
    usdPerMillionRequests: row('requests'),
    usdPerGbSecond: row('duration'),
    freeRequests: row('free-requests'),
    freeGbSeconds: row('free-duration'),
  };
}

/** On demand. @throws {MabError} MACHINE_UNKNOWN, PRICE_MISSING. */
function machineHour(prices: PriceDesk, type: string, region: string): number {
  return prices.machineOrThrow(prices.catalogue.machine('aws', type), 'on-demand', region);
}

interface TaskInputs {
  readonly vcpu: number;
  readonly memoryGb: number;
  readonly hoursPerDay: number;
  readonly taskMachine: string;
  readonly region: string;
}

function taskAdvice(inputs: TaskInputs, prices: PriceDesk): Part {
  const { vcpu, memoryGb, hoursPerDay, taskMachine, region } = inputs;
  checkTaskSize(vcpu, memoryGb);
  const row = (meter: string): number =>
    prices.get({ provider: 'aws', service: 'fargate', item: 'linux-x86', meter, region }).value;
  const rates = { usdPerVcpuHour: row('vcpu'), usdPerGbHour: row('memory') };
  const hour = fargateUsdPerHour(vcpu, memoryGb, rates);
  const machine = machineHour(prices, taskMachine, region);
  const hours = monthlyHours(hoursPerDay);
  const breakEven = fargateBreakEvenHoursPerDay(hour, machine);
  const costs = [
    { name: 'Fargate', usdPerMonth: hour * hours, cheaper: alwaysOnText(breakEven) },
    {
      name: `${taskMachine}, always on`,
      usdPerMonth: machineCost(machine, HOURS_PER_MONTH),
      cheaper: breakEven < 24 ? `above ${breakEven.toFixed(1)} h/day` : 'never',
    },
    {
      name: `${taskMachine}, stopped when idle`,
      usdPerMonth: machineCost(machine, hours),
      cheaper: machine <= hour ? 'always' : 'never',
    },
  ];
  const best = costs.reduce((least, one) => (one.usdPerMonth < least.usdPerMonth ? one : least));
  const stopped = machine <= hour ? 'never against one that is stopped' : 'always against both';
  return {
    answer:
      `An experiment of ${plain(hoursPerDay)} hours a day is cheapest with ${best.name}: Fargate ` +
      `pays below ${breakEven.toFixed(1)} hours a day against a machine that is always on, and ${stopped}.`,
    options: costs.map(({ name, usdPerMonth, cheaper }) => ({
      ...{ name, chosen: name === best.name, facts: { work: 'experiment', usdPerMonth, cheaper } },
    })),
    formulas: [
      {
        name: 'Fargate',
        text: '(vCPU × price + GB × price) × hours',
        worked:
          `(${vcpu} × ${rates.usdPerVcpuHour} + ${memoryGb} × ${rates.usdPerGbHour}) × ` +
          `${plain(hours)} = ${usd(hour * hours)}; 24 hours a day ${usd(hour * HOURS_PER_MONTH)}`,
      },
      {
        name: 'Fargate or always on',
        text: '24 × machine an hour / Fargate an hour',
        worked: `24 × ${machine} / ${plain(hour)} = ${breakEven.toFixed(2)} hours a day`,
      },
    ],
  };
}

/** Least and most GB of a task with so many vCPU: docs.aws.amazon.com, task CPU and memory. */
const TASK_SIZES: Readonly<Record<number, readonly [least: number, most: number]>> = {
  0.25: [0.5, 2],
  0.5: [1, 4],
  1: [2, 8],
  2: [4, 16],
  4: [8, 30],
  8: [16, 60],
  16: [32, 120],
};

function checkTaskSize(vcpu: number, memoryGb: number): void {
  const size = TASK_SIZES[vcpu];
  if (!size) {
    throw inputError(
      `Fargate has no task of ${vcpu} vCPU.`,
      `Give --vcpu ${Object.keys(TASK_SIZES)
        .map(Number)
        .sort((a, b) => a - b)
        .join(', ')}.`,
    );
  }
  const [least, most] = size;
  if (memoryGb >= least && memoryGb <= most) return;
  throw inputError(
    `A Fargate task of ${vcpu} vCPU cannot have ${memoryGb} GB.`,
    `Give --memory-gb from ${least} to ${most}.`,
  );
}

function alwaysOnText(hours: number): string {
  return hours < 24 ? `below ${hours.toFixed(1)} h/day` : 'always';
}

function below(calls: number): string {
  return `below ${whole(calls)} calls`;
}

function whole(calls: number): string {
  return Math.round(calls).toLocaleString('en-US');
}
