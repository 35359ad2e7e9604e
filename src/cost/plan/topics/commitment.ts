import type { AdviceOption } from '../../../contracts/advice.ts';
import type { MachineFacts } from '../../../contracts/prices.ts';
import { HOURS_PER_MONTH, monthlyHours } from '../../formulas/hours.ts';
import { breakEvenUse, saving } from '../../formulas/machines.ts';
import { dailyHours, type Reading } from '../from-work.ts';
import { numbers, optionalQuantity } from '../inputs.ts';
import { MACHINE_INPUTS, namedMachine } from '../named-machine.ts';
import { percent, plain, usd } from '../number-text.ts';
import { CLOUDS, type Cloud, type PriceDesk } from '../price-desk.ts';
import { inputError } from '../read-inputs.ts';
import { defineTopic } from '../topic.ts';

const INPUTS = {
  ...MACHINE_INPUTS,
  hoursPerDay: numbers('how long each machine of the fleet runs', {
    ...{ unit: 'hours/day', min: 0, max: 24, fallback: [24, 24, 8, 8] },
  }),
  savingsPlanPercent: optionalQuantity('discount of a savings plan that was offered to you', {
    ...{ unit: '%', min: 0, max: 99 },
  }),
};

/** What one commits to, and for how many months. At the same price the first is taken. */
const TERMS = [
  { meter: 'reserved-1y', kind: 'reserved', name: 'reserved, 1 year', months: 12 },
  { meter: 'reserved-3y', kind: 'reserved', name: 'reserved, 3 years', months: 36 },
  { meter: 'savings-plan-1y', kind: 'plan', name: 'savings plan, 1 year', months: 12 },
  { meter: 'savings-plan-3y', kind: 'plan', name: 'savings plan, 3 years', months: 36 },
] as const;

/**
 * What a commitment binds one to. AWS: the savings plan that the catalogue knows is the EC2
 * Instance one. GCP: its plan is the Compute flexible commitment.
 */
const BINDS: Readonly<Record<Cloud, Readonly<Record<'reserved' | 'plan', string>>>> = {
  aws: { reserved: 'type and region', plan: 'family and region' },
  azure: { reserved: 'series and region', plan: 'dollars an hour' },
  gcp: { reserved: 'series and region', plan: 'dollars an hour' },
};

/** A commitment that can be had at a price. */
interface Commitment {
  readonly name: string;
  readonly months: number;
  readonly usdPerHour: number;
  /** How it is paid: `standard all upfront`. */
  readonly term: string;
  readonly bindsTo: string;
}

/** `mab plan commitment`: §8.1 of the requirements document. */
export const commitment = defineTopic({
  id: 'commitment',
  question: 'From which use on is a commitment cheaper than paying by the hour?',
  inputs: INPUTS,
  readings: { hoursPerDay: oneMachine },
  answer(inputs, prices) {
    const { facts, region, name } = namedMachine(inputs, prices);
    const onDemand = prices.machineOrThrow(facts, 'on-demand', region);
    const offers = [
      ...commitments(facts, region, prices),
      ...givenPlan(onDemand, inputs.savingsPlanPercent),
    ];
    if (offers.length === 0) {
      throw inputError(
        `The price catalogue has no commitment for ${name} in ${region}.`,
        'Give --savings-plan-percent, or add the price with --prices FILE.',
      );
    }
    const hours = inputs.hoursPerDay;
    const byHour = fleetUsd(hours, onDemand);
    const ranked = offers
      .map((offer) => ({ offer, ...plan(offer, onDemand, hours) }))
      .sort((a, b) => a.usdPerMonth - b.usdPerMonth || a.offer.months - b.offer.months);
    const [best = { usdPerMonth: byHour, committed: 0 }] = ranked;
    const worthIt = best.committed > 0;
    return {
      answer: worthIt
        ? `Commit to ${best.committed} of ${hours.length} ${name} ` +
          `(base load: ${percent(best.committed / hours.length)}), and pay the others by the hour: ` +
          `${usd(best.usdPerMonth)} a month instead of ${usd(byHour)}. ${breakEvenText(ranked, onDemand)}`
        : `Pay by the hour: none of the ${hours.length} ${name} runs long enough. ` +
          breakEvenText(ranked, onDemand),
      options: [
        onDemandOption(onDemand, byHour, { chosen: !worthIt }),
        ...ranked.map((one) =>
          optionOf(one, { onDemand, byHour, chosen: worthIt && one === best }),
        ),
      ],
      tables: [{ title: 'Machine by machine', rows: machineRows(hours, offers, onDemand) }],
      formulas: offers.map(({ name: offer, usdPerHour }) => ({
        name: `break-even of ${offer}`,
        text: 'committed price / on-demand price; × 24 hours a day',
        worked:
          `$${plain(usdPerHour)} / $${onDemand} = ${percent(breakEvenUse(usdPerHour, onDemand))}; ` +
          `× 24 = ${plain(24 * breakEvenUse(usdPerHour, onDemand))} hours a day`,
      })),
      warnings: warningsOf(offers, facts),
    };
  },
});

/** A fleet of one, that runs as long as the run does. */
function oneMachine(...known: Parameters<Reading>): ReturnType<Reading> {
  const told = dailyHours(...known);
  return told && 'value' in told ? { ...told, value: [Number(told.value)] } : told;
}

function commitments(machine: MachineFacts, region: string, prices: PriceDesk): Commitment[] {
  const { provider, type: item } = machine;
  const { service } = CLOUDS[provider];
  return TERMS.flatMap(({ meter, kind, name, months }) => {
    const row = prices.find({ provider, service, item, meter, region });
    if (!row) return [];
    const bindsTo = BINDS[provider][kind];
    return [{ name, months, usdPerHour: row.value, term: row.term ?? '', bindsTo }];
  });
}

function givenPlan(onDemand: number, discountPercent: number | undefined): Commitment[] {
  if (discountPercent === undefined) return [];
  const usdPerHour = onDemand * (1 - discountPercent / 100);
  const [term, bindsTo] = ['as given', 'what was offered'];
  return [{ name: 'savings plan, as offered', months: 12, usdPerHour, term, bindsTo }];
}

/** A fleet whose machines are committed to where they run long enough. */
function plan(offer: Commitment, onDemand: number, hours: readonly number[]) {
  const least = 24 * breakEvenUse(offer.usdPerHour, onDemand);
  const committed = hours.filter((perDay) => perDay > least).length;
  const byHour = hours.filter((perDay) => perDay <= least);
  return {
    committed,
    usdPerMonth: committed * offer.usdPerHour * HOURS_PER_MONTH + fleetUsd(byHour, onDemand),
  };
}

/** Dollars a month by the hour. */
function fleetUsd(hours: readonly number[], usdPerHour: number): number {
  return hours.reduce((sum, perDay) => sum + monthlyHours(perDay) * usdPerHour, 0);
}

function onDemandOption(
  onDemand: number,
  byHour: number,
  { chosen }: { chosen: boolean },
): AdviceOption {
  return {
    ...{ name: 'by the hour', chosen },
    facts: {
      ...{ usdPerHour: onDemand, savesPercent: 0, breakEvenPercent: 0, breakEvenHoursPerDay: 0 },
      ...{ breakEvenMonths: 0, machinesCommitted: 0, usdPerMonth: byHour, usdSavedPerMonth: 0 },
      ...{ howPaid: 'after use', bindsTo: 'nothing' },
    },
  };
}

function optionOf(
  one: { offer: Commitment; committed: number; usdPerMonth: number },
  { onDemand, byHour, chosen }: { onDemand: number; byHour: number; chosen: boolean },
): AdviceOption {
  const { offer, committed, usdPerMonth } = one;
  const share = breakEvenUse(offer.usdPerHour, onDemand);
  return {
    ...{ name: offer.name, chosen },
    facts: {
      usdPerHour: offer.usdPerHour,
      savesPercent: 100 * saving(offer.usdPerHour, onDemand),
      breakEvenPercent: 100 * share,
      breakEvenHoursPerDay: 24 * share,
      // Of a machine that always runs: after that it would have cost as much by the hour.
      breakEvenMonths: share * offer.months,
      machinesCommitted: committed,
      usdPerMonth,
      usdSavedPerMonth: byHour - usdPerMonth,
      ...{ howPaid: offer.term, bindsTo: offer.bindsTo },
    },
  };
}

function breakEvenText(ranked: readonly { offer: Commitment }[], onDemand: number): string {
  const parts = ranked.map(({ offer }) => {
    const share = breakEvenUse(offer.usdPerHour, onDemand);
    return `${offer.name} from ${percent(share)} (${(24 * share).toFixed(1)} h/day)`;
  });
  return `It pays off: ${parts.join('; ')}.`;
}

function machineRows(
  hours: readonly number[],
  offers: readonly Commitment[],
  onDemand: number,
): Record<string, number | string>[] {
  return [...hours]
    .sort((a, b) => b - a)
    .map((perDay, at) => ({
      machine: at + 1,
      hoursPerDay: perDay,
      usdPerMonthByTheHour: monthlyHours(perDay) * onDemand,
      ...Object.fromEntries(
        offers.map(({ name, usdPerHour }) => [
          name,
          perDay > 24 * breakEvenUse(usdPerHour, onDemand) ? 'commit' : 'by the hour',
        ]),
      ),
    }));
}

function warningsOf(offers: readonly Commitment[], { provider }: MachineFacts): string[] {
  const hasPlan = offers.some(({ name }) => name.startsWith('savings plan'));
  return [
    ...(hasPlan
      ? []
      : [
          'The catalogue has no savings plan for it: run `mab prices refresh` (Azure), or give an ' +
            'offer as --savings-plan-percent.',
        ]),
    ...(provider === 'gcp'
      ? [
          'GCP takes up to 30 % off by itself where n1, n2, n2d and c2 run most of a month: these are ' +
            'prices without that, so a commitment saves less there.',
        ]
      : []),
    'The months of break-even count a machine that never stops. After three years the machine may ' +
      'no longer be the one that you want.',
  ];
}
