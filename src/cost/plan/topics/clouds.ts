import type { AdviceOption, AdviceTable } from '../../../contracts/advice.ts';
import { monthlyHours } from '../../formulas/hours.ts';
import { CLOUD_FACTS } from '../cloud-facts.ts';
import {
  type CostLine,
  machineLines,
  serviceLine,
  type TokenOrder,
  tokenLines,
  totalOf,
} from '../cost-lines.ts';
import { fittingMachines } from '../fitting-machines.ts';
import { dailyHours, monthly, priced, writtenPercent } from '../from-work.ts';
import { choice, count, numbers, optionalText, quantity, text, yesNo } from '../inputs.ts';
import { percent, plain, usd } from '../number-text.ts';
import { CLOUDS, type Cloud, type PriceDesk } from '../price-desk.ts';
import { inputError } from '../read-inputs.ts';
import { defineTopic } from '../topic.ts';
import { WORKLOAD_NAMES, WORKLOADS, type WorkloadName } from './workloads.ts';

const INPUTS = {
  workload: choice('work of the requirements document, whose machine is compared', {
    ...{ choices: WORKLOAD_NAMES, fallback: 'long-context' },
  }),
  machines: count('how many', { unit: 'machines', min: 1, max: 10_000, fallback: 1 }),
  hoursPerDay: quantity('how long each machine runs', {
    ...{ unit: 'hours/day', min: 0, max: 24, fallback: 8 },
  }),
  spot: yesNo('whether spot machines will do', { fallback: false }),
  storageGb: quantity('object storage', { unit: 'GB', min: 0, max: 1e9, fallback: 50 }),
  outGb: quantity('traffic to the internet in a month', {
    ...{ unit: 'GB/month', min: 0, max: 1e9, fallback: 10 },
  }),
  millionTokens: quantity('tokens of the model in a month', {
    ...{ unit: 'M tokens', min: 0, max: 1e6, fallback: 50 },
  }),
  outputPercent: quantity('share of the tokens that the model writes', {
    ...{ unit: '%', min: 0, max: 100, fallback: 1 },
  }),
  model: text('model, at its vendor’s own price', { fallback: 'gpt-4.1-mini' }),
  split: numbers('share of the work on AWS, Azure and GCP, for the split over several clouds', {
    ...{ unit: '%', min: 0, max: 100, fallback: [80, 15, 5] },
  }),
  moreOpenAiQuota: yesNo('whether the limits of OpenAI’s own API are in the way', {
    fallback: false,
  }),
  creditsAt: optionalText('cloud where you have credits: aws, azure, gcp'),
};

const ALL = Object.keys(CLOUDS) as Cloud[];

/** `mab plan clouds`: §10.4 of the requirements document. */
export const clouds = defineTopic({
  id: 'clouds',
  question: 'Which cloud suits this work: AWS, Azure, GCP, or several?',
  inputs: INPUTS,
  readings: {
    hoursPerDay: dailyHours,
    outputPercent: writtenPercent,
    model: priced(({ model }) => model),
    storageGb: monthly(({ storedBytes }) => storedBytes / 1e9),
    millionTokens: monthly(({ inputTokens, outputTokens }) => (inputTokens + outputTokens) / 1e6),
  },
  answer(inputs, prices) {
    checkSplit(inputs.split);
    const credits = cloudOf(inputs.creditsAt);
    const order = tokenOrder(inputs, prices);
    const bills = ALL.map((cloud) => billOf(cloud, inputs, order, prices));
    const scored = scoresOf(bills, {
      ...{ credits, moreQuota: inputs.moreOpenAiQuota, spot: inputs.spot },
    });
    const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
    const split = splitUsd(bills, inputs.split);
    return {
      answer:
        `${CLOUDS[best.cloud].name}, with ${plain(best.score)} points: ${usd(best.bill.usd)} a month` +
        `${withoutText(best.bill)}, of which ${usd(best.bill.machineUsd)} are machines. The model costs ` +
        `the same from everywhere. ${splitText(inputs.split, split)}`,
      options: [
        ...[...scored].sort((a, b) => b.score - a.score).map((one) => optionOf(one, one === best)),
        splitOption(inputs.split, split, bills),
      ],
      tables: [
        ...bills.map(lineTable),
        { title: 'Points', rows: scored.flatMap(({ points }) => points) },
        CLOUD_FACTS,
      ],
      formulas: [
        {
          name: 'points for the price',
          text: '10 × cheapest of the compared parts / own',
          worked: scored.map(({ worked }) => worked).join('; '),
        },
        {
          name: 'split over several clouds',
          text: 'Σ share × bill',
          worked: splitWorked(inputs.split, bills, split),
        },
      ],
      warnings: warningsOf(bills),
    };
  },
});

interface Bill {
  readonly cloud: Cloud;
  readonly lines: readonly CostLine[];
  readonly usd: number;
  readonly missing: readonly string[];
  readonly machineUsd: number;
  readonly interruption: string | undefined;
}

function billOf(
  cloud: Cloud,
  inputs: {
    readonly workload: WorkloadName;
    readonly machines: number;
    readonly hoursPerDay: number;
    readonly spot: boolean;
    readonly storageGb: number;
    readonly outGb: number;
  },
  order: TokenOrder,
  prices: PriceDesk,
): Bill {
  const { workload, machines, hoursPerDay, spot, storageGb, outGb } = inputs;
  const need = WORKLOADS[workload];
  const [best] = fittingMachines(need, { prices, clouds: [cloud], spot, arm: false });
  const machine = best
    ? machineLines(prices, cloud, {
        ...{ item: 'machines', type: best.machine.type, count: machines },
        ...{ hoursPerMonth: monthlyHours(hoursPerDay), meter: 'on-demand' },
        spotShare: best.meter === 'spot' ? 1 : 0,
      })
    : [{ item: 'machines', formula: 'none that fits is known', usd: undefined }];
  const lines = [
    ...machine,
    serviceLine(prices, cloud, { name: 'object storage', quantity: storageGb, unit: 'GB' }),
    serviceLine(prices, cloud, { name: 'traffic to the internet', quantity: outGb, unit: 'GB' }),
    ...tokenLines(prices, order),
  ];
  const interruption = best?.machine.interruption?.band;
  return { cloud, lines, ...totalOf(lines), machineUsd: totalOf(machine).usd, interruption };
}

function tokenOrder(
  { model, ...amounts }: { model: string; millionTokens: number; outputPercent: number },
  { catalogue }: PriceDesk,
): TokenOrder {
  const provider = catalogue.model(model)?.provider ?? 'openai';
  return { ...amounts, models: [{ provider, model }] };
}

function cloudOf(name: string | undefined): Cloud | undefined {
  const found = ALL.find((cloud) => cloud === name?.toLowerCase());
  if (name !== undefined && !found) {
    throw inputError(`There is no cloud ${name} here.`, 'It is one of aws, azure, gcp.');
  }
  return found;
}

function checkSplit(split: readonly number[]): void {
  const sum = split.reduce((total, share) => total + share, 0);
  if (split.length === ALL.length && Math.abs(sum - 100) < 1e-6) return;
  throw inputError(
    `A split has three shares that sum to 100 %, not ${split.join(', ')}.`,
    'Write --split 80,15,5 for AWS, Azure and GCP.',
  );
}

interface Score {
  readonly cloud: Cloud;
  readonly bill: Bill;
  readonly score: number;
  readonly worked: string;
  readonly points: readonly { cloud: string; points: number; for: string }[];
}

/** Only lines that all clouds have a price of are compared; the rest says nothing of a cloud. */
function scoresOf(
  bills: readonly Bill[],
  { credits, moreQuota, spot }: { credits: Cloud | undefined; moreQuota: boolean; spot: boolean },
): Score[] {
  const compared = comparedUsd(bills);
  const least = Math.min(...compared);
  return bills.map((bill, at) => {
    const { cloud } = bill;
    const own = compared[at] ?? least;
    const price = own === 0 ? 10 : (10 * least) / own;
    const name = CLOUDS[cloud].name;
    const points = [
      { cloud: name, points: price, for: 'the price of what all of them have a price of' },
      ...(credits === cloud ? [{ cloud: name, points: 5, for: 'credits' }] : []),
      ...(moreQuota && cloud === 'azure'
        ? [{ cloud: name, points: 3, for: 'Azure OpenAI: a second quota for the same models' }]
        : []),
      ...(!spot || bill.interruption === undefined
        ? []
        : [{ cloud: name, points: 1, for: 'publishes how often spot machines are taken back' }]),
    ];
    const score = points.reduce((sum, one) => sum + one.points, 0);
    const worked = `${name}: 10 × ${plain(least)} / ${plain(own)} = ${plain(price)}`;
    return { cloud, bill, score, points, worked };
  });
}

/** Of each cloud: the sum of the lines that no cloud lacks. The first lines are the machines’. */
function comparedUsd(bills: readonly Bill[]): number[] {
  const parts = bills.map(({ lines }) => lines.map(({ usd }) => usd));
  const isKnown = (at: number): boolean => parts.every((usds) => usds[at] !== undefined);
  return parts.map((usds) =>
    usds.reduce<number>((sum, usd, at) => (isKnown(at) ? sum + (usd ?? 0) : sum), 0),
  );
}

function splitUsd(bills: readonly Bill[], split: readonly number[]): number {
  return bills.reduce((sum, { usd }, at) => sum + (usd * (split[at] ?? 0)) / 100, 0);
}

function splitText(split: readonly number[], usdPerMonth: number): string {
  return `Split ${split.join('/')} it would be ${usd(usdPerMonth)}.`;
}

function splitWorked(split: readonly number[], bills: readonly Bill[], sum: number): string {
  const parts = bills.map(({ usd }, at) => `${percent((split[at] ?? 0) / 100)} × ${plain(usd)}`);
  return `${parts.join(' + ')} = ${usd(sum)}`;
}

function optionOf({ cloud, bill, score }: Score, chosen: boolean): AdviceOption {
  return {
    ...{ name: CLOUDS[cloud].name, chosen },
    facts: {
      machine: bill.lines[0]?.item.replace('machines: ', '') ?? '',
      ...{ usdMachines: bill.machineUsd, usdPerMonth: bill.usd, points: score },
      withoutThePriceOf: bill.missing.join(', '),
    },
  };
}

function splitOption(
  split: readonly number[],
  usdPerMonth: number,
  bills: readonly Bill[],
): AdviceOption {
  const shared = bills.reduce((sum, { machineUsd }, at) => {
    return sum + (machineUsd * (split[at] ?? 0)) / 100;
  }, 0);
  return {
    ...{ name: `split ${split.join('/')}`, chosen: false },
    facts: {
      ...{ machine: 'as above', usdMachines: shared, usdPerMonth, points: null },
      withoutThePriceOf: [...new Set(bills.flatMap(({ missing }) => missing))].join(', '),
    },
    reason: 'three sets of accounts, limits and images; data is stored or sent three times',
  };
}

function lineTable({ cloud, lines }: Bill): AdviceTable {
  return {
    title: `The bill of ${CLOUDS[cloud].name}`,
    rows: lines.map(({ item, formula, usd = null }) => ({ item, usdPerMonth: usd, formula })),
  };
}

function withoutText({ missing }: Bill): string {
  return missing.length > 0 ? ` (without ${missing.join(', ')})` : '';
}

function warningsOf(bills: readonly Bill[]): string[] {
  const lacking = bills.filter(({ missing }) => missing.length > 0);
  return [
    ...lacking.map(
      ({ cloud, missing }) =>
        `The catalogue has no price of ${missing.join(', ')} at ${CLOUDS[cloud].name}: ` +
        'it is compared without.',
    ),
    'Points weigh what can be counted; where your data and people are weighs more.',
  ];
}
