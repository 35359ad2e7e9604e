import type { Inventory, InventoryMachine } from '../../../contracts/inventory.ts';
import type { MachineMeter } from '../../../contracts/machine-meter.ts';
import type { MachineFacts } from '../../../contracts/prices.ts';
import { HOURS_PER_MONTH } from '../../formulas/hours.ts';
import { breakEvenUse } from '../../formulas/machines.ts';
import { plain, usd } from '../number-text.ts';
import type { PriceDesk } from '../price-desk.ts';
import type { Finding, ItemCheck, ItemName, Limits } from './finding.ts';

/** Machines that do nothing, and those that do little for their size. */
export const idleMachines: ItemCheck = {
  item: 'idle',
  needs: ['machines'],
  find: ({ machines = [], region }, limits, prices) =>
    machines.flatMap((machine) => {
      if (machine.state === 'stopped' || machine.cpuPercent === undefined) return [];
      if (machine.cpuPercent < limits.idlePercent) return stopFinding(machine, region, prices);
      if (machine.cpuPercent >= limits.smallPercent) return [];
      return smallerFinding(machine, { region, limits }, prices) ?? [];
    }),
};

function stopFinding(machine: InventoryMachine, region: string, prices: PriceDesk): Finding {
  const { id, type, market, cpuPercent, hoursPerMonth } = machine;
  return priced('idle', {
    what: `${id} (${type})`,
    advice: `Stop it: ${plain(cpuPercent ?? 0)} % of its processors is used.`,
    hours: hoursPerMonth,
    now: hourOf(prices, type, market, region),
    later: 0,
  });
}

/** The next smaller machine of the same family that the catalogue knows and the load fits. */
function smallerFinding(
  machine: InventoryMachine,
  { region, limits }: { readonly region: string; readonly limits: Limits },
  prices: PriceDesk,
): Finding | undefined {
  const { id, type, market, cpuPercent = 0, hoursPerMonth } = machine;
  const size = smaller(type, { cpuPercent, limits }, prices);
  const later = size && hourOf(prices, size.type, market, region);
  if (!size || later === undefined) return undefined;
  return priced('idle', {
    what: `${id} (${type})`,
    advice: `Take ${size.type}, if its ${size.memoryGib} GiB of memory are enough: ${plain(cpuPercent)} % is used.`,
    hours: hoursPerMonth,
    now: hourOf(prices, type, market, region),
    later,
  });
}

function smaller(
  type: string,
  { cpuPercent, limits }: { readonly cpuPercent: number; readonly limits: Limits },
  { catalogue }: PriceDesk,
): MachineFacts | undefined {
  const all = catalogue.machines().filter(({ provider }) => provider === 'aws');
  const own = all.find((machine) => machine.type === type);
  if (!own) return undefined;
  const needed = (own.vcpu * cpuPercent) / limits.targetPercent;
  const family = type.split('.')[0];
  return all
    .filter(
      (machine) => machine.type.split('.')[0] === family && machine.gpu?.name === own.gpu?.name,
    )
    .filter(({ vcpu, memoryGib }) => vcpu >= needed && memoryGib < own.memoryGib)
    .sort((a, b) => b.memoryGib - a.memoryGib)[0];
}

/** Machines that always run and are paid by the hour, beyond what is reserved. */
export const unreservedMachines: ItemCheck = {
  item: 'reservations',
  needs: ['machines', 'reservations'],
  find({ machines = [], reservations = [], region }, limits, prices) {
    const busy = machines.filter(
      ({ state, market, cpuPercent, interruptible, inGroup }) =>
        state === 'running' &&
        market === 'on-demand' &&
        !interruptible &&
        !inGroup &&
        !isLittleUsed({ cpuPercent }, limits),
    );
    return [...Map.groupBy(busy, ({ type }) => type)].flatMap(([type, ofType]) => {
      const now = hourOf(prices, type, 'on-demand', region);
      const later = hourOf(prices, type, 'reserved-1y', region);
      if (now === undefined || later === undefined) return [];
      const covered = reservations
        .filter((one) => one.type === type)
        .reduce((sum, { count }) => sum + count, 0);
      return ofType
        .toSorted((a, b) => b.hoursPerMonth - a.hoursPerMonth)
        .slice(covered)
        .filter(({ hoursPerMonth }) => hoursPerMonth / HOURS_PER_MONTH > breakEvenUse(later, now))
        .map(({ id, hoursPerMonth }) => reservedFinding({ id, type, hoursPerMonth, now, later }));
    });
  },
};

/** A reservation is paid for every hour of the month. */
function reservedFinding(of: {
  readonly id: string;
  readonly type: string;
  readonly hoursPerMonth: number;
  readonly now: number;
  readonly later: number;
}): Finding {
  const { id, type, hoursPerMonth, now, later } = of;
  const saved = hoursPerMonth * now - HOURS_PER_MONTH * later;
  return {
    item: 'reservations',
    what: `${id} (${type})`,
    advice: 'Reserve it for a year, or cover it with a savings plan.',
    usdPerMonth: saved,
    formula: `${plain(hoursPerMonth)} h × ${now} − ${HOURS_PER_MONTH} h × ${later} = ${usd(saved)}`,
  };
}

/** Groups of machines whose number follows nothing. */
export const rigidGroups: ItemCheck = {
  item: 'scaling',
  needs: ['groups'],
  find: ({ groups = [], region }, { targetPercent }, prices) =>
    groups.flatMap(({ id, type, machines, least, most, cpuPercent, scales }) => {
      if (scales && least < most) return [];
      if (cpuPercent === undefined) return [];
      const needed = Math.max(1, Math.ceil((machines * cpuPercent) / targetPercent));
      if (needed >= machines) return [];
      return priced('scaling', {
        what: `${id} (${machines} × ${type})`,
        advice: `Let it scale to ${targetPercent} % use: on average ${needed} are enough.`,
        hours: HOURS_PER_MONTH * (machines - needed),
        now: hourOf(prices, type, 'on-demand', region),
        later: 0,
      });
    }),
};

/** Work that may be interrupted, on machines that never are. */
export const spotCandidates: ItemCheck = {
  item: 'spot',
  needs: ['machines'],
  find: ({ machines = [], region }: Inventory, limits, prices) =>
    machines
      .filter(
        ({ state, market, interruptible, cpuPercent }) =>
          state === 'running' &&
          market === 'on-demand' &&
          interruptible &&
          !isLittleUsed({ cpuPercent }, limits),
      )
      .map(({ id, type, hoursPerMonth }) =>
        priced('spot', {
          what: `${id} (${type})`,
          advice: 'Run it as a spot machine; `mab plan spot` says how often it is taken back.',
          hours: hoursPerMonth,
          now: hourOf(prices, type, 'on-demand', region),
          later: hourOf(prices, type, 'spot', region),
        }),
      ),
};

/** What is idle or too large is dealt with first, so that nothing is saved twice. */
function isLittleUsed(
  { cpuPercent }: Pick<InventoryMachine, 'cpuPercent'>,
  { smallPercent }: Limits,
): boolean {
  return cpuPercent !== undefined && cpuPercent < smallPercent;
}

interface Change extends Pick<Finding, 'what' | 'advice'> {
  /** In a month. */
  readonly hours: number;
  /** Dollars an hour; undefined where nobody knows. */
  readonly now: number | undefined;
  readonly later: number | undefined;
}

function priced(item: ItemName, { what, advice, hours, now, later }: Change): Finding {
  const known = now !== undefined && later !== undefined;
  const saved = known ? hours * (now - later) : null;
  return {
    ...{ item, what, advice, usdPerMonth: saved },
    formula:
      saved === null
        ? `${plain(hours)} h: no price known`
        : `${plain(hours)} h × (${now} − ${later}) = ${usd(saved)}`,
  };
}

/** Undefined for a machine that the catalogue does not know, too. */
function hourOf(
  prices: PriceDesk,
  type: string,
  meter: MachineMeter,
  region: string,
): number | undefined {
  return prices.machine({ provider: 'aws', type }, meter, region);
}
