import type { AdviceOption, AdviceTable } from '../../../contracts/advice.ts';
import { monthlyHours } from '../../formulas/hours.ts';
import { machineCost } from '../../formulas/machines.ts';
import { fittingMachines, misfit, type PricedMachine } from '../fitting-machines.ts';
import { dailyHours } from '../from-work.ts';
import { choice, count, optionalQuantity, optionalText, quantity, yesNo } from '../inputs.ts';
import { gpuText, isBurstable } from '../machine-traits.ts';
import { plain, usd } from '../number-text.ts';
import { CLOUDS, type Cloud, type PriceDesk } from '../price-desk.ts';
import { inputError } from '../read-inputs.ts';
import { defineTopic } from '../topic.ts';
import { type MachineNeed, WORKLOAD_NAMES, WORKLOADS, type WorkloadName } from './workloads.ts';

const INPUTS = {
  workload: choice('work of the requirements document, whose needs are taken where none is given', {
    choices: WORKLOAD_NAMES,
    fallback: 'long-context',
  }),
  vcpu: optionalQuantity('processors it needs', { unit: 'vCPU', min: 0.25, max: 1024 }),
  memoryGib: optionalQuantity('memory it needs', { unit: 'GiB', min: 0.25, max: 32_768 }),
  gpuMemoryGib: optionalQuantity('memory that one GPU has to have; 0: no GPU', {
    ...{ unit: 'GiB', min: 0, max: 1024 },
  }),
  hoursPerDay: quantity('how long each machine runs', {
    ...{ unit: 'hours/day', min: 0.1, max: 24, fallback: 8 },
  }),
  hoursPerMonth: optionalQuantity('the same by the month, instead of hours per day', {
    ...{ unit: 'hours/month', min: 0.1, max: 744 },
  }),
  machines: count('how many at once', { unit: 'machines', min: 1, max: 10_000, fallback: 1 }),
  spot: yesNo('whether spot machines will do', { fallback: false }),
  arm: yesNo('whether ARM processors will do', { fallback: false }),
  cloud: choice('where to look', { choices: ['all', 'aws', 'azure', 'gcp'], fallback: 'all' }),
  region: optionalText('region of that cloud, instead of its usual one'),
};

/** `mab plan machines`: §2 of the requirements document. */
export const machines = defineTopic({
  id: 'machines',
  question: 'Which machine fits a workload, and what does it cost in a month?',
  inputs: INPUTS,
  readings: { hoursPerDay: dailyHours },
  answer(inputs, prices) {
    const need = needOf(inputs);
    const { cloud, region } = inputs;
    if (region !== undefined && cloud === 'all') {
      throw inputError('A region belongs to one cloud.', 'Add --cloud aws, azure or gcp.');
    }
    const clouds = cloud === 'all' ? (Object.keys(CLOUDS) as Cloud[]) : [cloud];
    const fitting = fittingMachines(need, { prices, clouds, ...inputs });
    const [best] = fitting;
    if (!best) throw nothingFits(need, inputs, prices);
    for (const { row } of fitting) prices.use(row);
    const hours = inputs.hoursPerMonth ?? monthlyHours(inputs.hoursPerDay);
    const month = (one: PricedMachine) => machineCost(one.usdPerHour, hours, inputs.machines);
    const { machine, meter, usdPerHour } = best;
    return {
      answer:
        `${machine.provider} ${machine.type} (${meter}) is the cheapest of ${fitting.length} that fit ` +
        `${needText(need)}: ${usd(month(best))} a month for ${inputs.machines} × ${plain(hours)} hours.`,
      options: fitting.map((one) => optionOf(one, { chosen: one === best, usd: month(one) })),
      tables: isPreset(inputs)
        ? [documentTable(inputs.workload, { prices, need, hours, arm: inputs.arm })]
        : [],
      formulas: [
        {
          name: 'a month',
          text: 'machines × hours × price',
          worked: `${inputs.machines} × ${plain(hours)} h × $${usdPerHour} = ${usd(month(best))}`,
        },
      ],
      warnings: warningsOf(inputs.spot, clouds),
    };
  },
});

type Need = { readonly [K in keyof MachineNeed]?: number | undefined };

function needOf(inputs: Need & { readonly workload: WorkloadName }): MachineNeed {
  const preset = WORKLOADS[inputs.workload];
  return {
    vcpu: inputs.vcpu ?? preset.vcpu,
    memoryGib: inputs.memoryGib ?? preset.memoryGib,
    gpuMemoryGib: inputs.gpuMemoryGib ?? preset.gpuMemoryGib,
  };
}

/** Whether the needs are those of the document, so that its choice can be held against them. */
function isPreset({ vcpu, memoryGib, gpuMemoryGib }: Need): boolean {
  return vcpu === undefined && memoryGib === undefined && gpuMemoryGib === undefined;
}

function needText({ vcpu, memoryGib, gpuMemoryGib }: MachineNeed): string {
  const gpu = gpuMemoryGib > 0 ? ` and a GPU with ${gpuMemoryGib} GiB` : '';
  return `${vcpu} vCPU, ${memoryGib} GiB${gpu}`;
}

function nothingFits(
  need: MachineNeed,
  { cloud, region, arm }: { cloud: string; region?: string | undefined; arm: boolean },
  { catalogue }: PriceDesk,
) {
  const fits = catalogue.machines().filter((one) => {
    const isThere = cloud === 'all' || one.provider === cloud;
    return isThere && misfit(one, need, { day: catalogue.day, arm }) === undefined;
  });
  const names = fits.map(({ type }) => type);
  return fits.length > 0
    ? inputError(
        `The price catalogue has no price of ${names.join(', ')} in ${region}.`,
        'Leave --region out for the region that it knows, or add the price with --prices FILE.',
      )
    : inputError(
        `No machine that the price catalogue knows has ${needText(need)}.`,
        'Ask for less, look in all clouds, or add the machine with --prices FILE.',
      );
}

function optionOf(
  { machine, meter, usdPerHour }: PricedMachine,
  { chosen, usd }: { chosen: boolean; usd: number },
): AdviceOption {
  const { provider, type, vcpu, memoryGib, interruption } = machine;
  return {
    name: `${provider} ${type}`,
    chosen,
    facts: {
      ...{ vcpu, memoryGib, gpu: gpuText(machine), market: meter, usdPerHour, usdPerMonth: usd },
      interruptedPerMonth: meter === 'spot' ? (interruption?.band ?? null) : '',
    },
    ...(isBurstable(machine) && { reason: 'for bursts: slows down under steady load' }),
  };
}

/** What the requirements document recommends for this work, held against the need. */
function documentTable(
  workload: WorkloadName,
  given: { prices: PriceDesk; need: MachineNeed; hours: number; arm: boolean },
): AdviceTable {
  const { prices, need, hours, arm } = given;
  const { section, documentPicks } = WORKLOADS[workload];
  const picks = Object.entries(documentPicks) as [Cloud, readonly string[]][];
  const rows = picks.flatMap(([provider, types]) =>
    types.map((type) => {
      const machine = prices.catalogue.machine(provider, type);
      const why = misfit(machine, need, { day: prices.catalogue.day, arm });
      const price = prices.machine(machine, 'on-demand');
      return {
        ...{ machine: `${provider} ${type}`, gpu: gpuText(machine), verdict: why ?? 'fits' },
        usdPerMonthOnDemand: price === undefined ? null : machineCost(price, hours),
      };
    }),
  );
  return { title: `What the requirements document recommends (§${section})`, rows };
}

function warningsOf(spot: boolean, clouds: readonly Cloud[]): string[] {
  if (!spot || !clouds.includes('azure')) return [];
  return ['Spot prices of Azure that nobody vouches for are left out: its on-demand prices stand.'];
}
