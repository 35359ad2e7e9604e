import type { AdviceOption, AdviceTable } from '../../../contracts/advice.ts';
import { ec2FleetRequest, spotFleetRequest, type WeightedMachine } from '../fleet-request.ts';
import { choice, count, names, optionalNames, optionalText, quantity, text } from '../inputs.ts';
import { isBurstable } from '../machine-traits.ts';
import { plain, usd } from '../number-text.ts';
import { CLOUDS, type PriceDesk } from '../price-desk.ts';
import { inputError } from '../read-inputs.ts';
import { defineTopic } from '../topic.ts';

/** §8.2.1 of the requirements document. */
const DOCUMENT_BIDS = ['t3.xlarge=0.036', 't3a.xlarge=0.032', 't2.xlarge=0.038'];

const INPUTS = {
  types: names('types of AWS that will do; more of them are interrupted less', {
    fallback: ['t3.xlarge', 't3a.xlarge', 't2.xlarge'],
  }),
  capacity: count('units to have', { unit: 'units', min: 1, max: 100_000, fallback: 20 }),
  weightBy: choice('what one unit is: a vCPU, or 4 GiB of memory', {
    ...{ choices: ['vcpu', 'memory'], fallback: 'vcpu' },
  }),
  onDemandPercent: quantity('share of the units that must not be interrupted', {
    ...{ unit: '%', min: 0, max: 100, fallback: 0 },
  }),
  bids: optionalNames('most that you would pay by type, to be checked: t3.xlarge=0.08'),
  region: optionalText('region, instead of us-east-1'),
  launchTemplate: text('launch template of the request', { fallback: 'mab-worker' }),
  fleetRole: text('role of the older Spot Fleet request', {
    fallback: 'arn:aws:iam::123456789012:role/aws-ec2-spot-fleet-tagging-role',
  }),
};

/** GiB of memory that count as one unit. */
const UNIT_GIB = 4;

interface FleetType extends WeightedMachine {
  readonly spotUsdPerHour: number;
  readonly onDemandUsdPerHour: number;
}

/** `mab plan fleet`: §8.2 of the requirements document. */
export const fleet = defineTopic({
  id: 'fleet',
  question: 'How is a spot fleet of several types weighted, and what does it cost?',
  inputs: INPUTS,
  answer(inputs, prices) {
    const region = inputs.region ?? CLOUDS.aws.region;
    const types = fleetTypes(inputs, prices, region);
    const [best] = types;
    if (!best) throw inputError('A fleet needs a type.', 'Give --types t3.xlarge,m6i.xlarge.');
    const onDemandUnits = Math.round((inputs.capacity * inputs.onDemandPercent) / 100);
    const sizes = { spotUnits: inputs.capacity - onDemandUnits, onDemandUnits };
    const cost = fleetUsdPerHour(types, sizes);
    const request = { types, ...sizes, launchTemplate: inputs.launchTemplate };
    return {
      answer:
        `${inputs.capacity} units cost about ${usd(cost.mean)} an hour (${usd(cost.low)} to ` +
        `${usd(cost.high)}, by which types have room); the cheapest unit is ${best.machine.type}'s, ` +
        `$${plain(perUnit(best))}. Choose price-capacity-optimized and set no bid: without one, the ` +
        'on-demand price is the limit.',
      options: types.map((type) => optionOf(type, type === best, sizes.spotUnits)),
      tables: [bidTable(inputs.bids ?? DOCUMENT_BIDS, prices, region, inputs.bids === undefined)],
      formulas: [
        {
          name: 'a unit of the cheapest type',
          text: 'spot price / weight',
          worked: `$${best.spotUsdPerHour} / ${best.weight} = $${plain(perUnit(best))}`,
        },
        {
          name: 'the fleet, spread evenly over its types',
          text: 'spot units × mean price of a unit + on-demand units × lowest on-demand price of a unit',
          worked: workedFleet(types, sizes, cost.mean),
        },
      ],
      documents: {
        aws: ec2FleetRequest(request),
        'spot-fleet': spotFleetRequest({ ...request, role: inputs.fleetRole }),
      },
      warnings: warningsOf(types),
    };
  },
});

function fleetTypes(
  inputs: { readonly types: readonly string[]; readonly weightBy: 'vcpu' | 'memory' },
  prices: PriceDesk,
  region: string,
): FleetType[] {
  return [...new Set(inputs.types)]
    .map((type): FleetType => {
      const machine = prices.catalogue.machine('aws', type);
      const { vcpu, memoryGib } = machine;
      return {
        machine,
        weight: inputs.weightBy === 'vcpu' ? vcpu : memoryGib / UNIT_GIB,
        spotUsdPerHour: prices.machineOrThrow(machine, 'spot', region),
        onDemandUsdPerHour: prices.machineOrThrow(machine, 'on-demand', region),
      };
    })
    .sort((a, b) => perUnit(a) - perUnit(b));
}

function perUnit({ spotUsdPerHour, weight }: FleetType): number {
  return spotUsdPerHour / weight;
}

interface FleetSizes {
  readonly spotUnits: number;
  readonly onDemandUnits: number;
}

function fleetUsdPerHour(types: readonly FleetType[], { spotUnits, onDemandUnits }: FleetSizes) {
  const units = types.map(perUnit);
  const fixed = onDemandUnits * leastOnDemand(types);
  const mean = units.reduce((sum, price) => sum + price, 0) / units.length;
  return {
    low: spotUnits * Math.min(...units) + fixed,
    mean: spotUnits * mean + fixed,
    high: spotUnits * Math.max(...units) + fixed,
  };
}

function leastOnDemand(types: readonly FleetType[]): number {
  return Math.min(...types.map(({ onDemandUsdPerHour, weight }) => onDemandUsdPerHour / weight));
}

function workedFleet(types: readonly FleetType[], sizes: FleetSizes, sum: number): string {
  const prices = types.map((type) => plain(perUnit(type))).join(' + ');
  const mean = `(${prices}) / ${types.length}`;
  const onDemand = `${sizes.onDemandUnits} × $${plain(leastOnDemand(types))}`;
  return `${sizes.spotUnits} × $${mean} + ${onDemand} = ${usd(sum)} an hour`;
}

function optionOf(type: FleetType, chosen: boolean, units: number): AdviceOption {
  const { machine, weight, spotUsdPerHour, onDemandUsdPerHour } = type;
  return {
    ...{ name: machine.type, chosen },
    facts: {
      ...{ vcpu: machine.vcpu, memoryGib: machine.memoryGib, weight, spotUsdPerHour },
      usdPerUnit: perUnit(type),
      onDemandUsdPerHour,
      interruptedPerMonth: machine.interruption?.band ?? null,
      machinesAlone: Math.ceil(units / weight),
    },
    ...(isBurstable(machine) && { reason: 'for bursts: slows down under steady load' }),
  };
}

/** Bids held against the market: too low never starts, above on-demand says nothing. */
function bidTable(
  bids: readonly string[],
  prices: PriceDesk,
  region: string,
  isDocuments: boolean,
): AdviceTable {
  const rows = bids.map((bid) => {
    const { type, usdPerHour } = parseBid(bid);
    const machine = prices.catalogue.machine('aws', type);
    const market = prices.machineOrThrow(machine, 'spot', region);
    const onDemand = prices.machineOrThrow(machine, 'on-demand', region);
    return {
      type,
      bid: usdPerHour,
      market,
      onDemand,
      verdict: verdict(usdPerHour, market, onDemand),
    };
  });
  return { title: isDocuments ? 'Bids of the requirements document (§8.2.1)' : 'Your bids', rows };
}

function verdict(bid: number, market: number, onDemand: number): string {
  if (bid < market) return 'below the market: would not start';
  return bid >= onDemand
    ? 'says nothing: nobody pays more than on demand'
    : 'starts, until it rises';
}

function parseBid(bid: string): { type: string; usdPerHour: number } {
  const [type = '', price = ''] = bid.split('=');
  const usdPerHour = Number(price);
  if (price === '' || !(usdPerHour > 0 && usdPerHour < 1000)) {
    throw inputError(
      `The bid "${bid}" is not a type and a price above 0 and below 1000.`,
      'Write --bids t3.xlarge=0.08,t3a.xlarge=0.07.',
    );
  }
  return { type, usdPerHour };
}

function warningsOf(types: readonly FleetType[]): string[] {
  return [
    ...(types.length < 3
      ? ['With fewer than three types the fleet stands still when one of them is short.']
      : []),
    'AWS discourages Spot Fleet requests: use --format aws (EC2 Fleet); --format spot-fleet is the ' +
      "older form, for those who have it. A request's prices move; those here are of one day.",
  ];
}
