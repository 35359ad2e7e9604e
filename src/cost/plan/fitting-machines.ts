import type { MachineMeter } from '../../contracts/machine-meter.ts';
import type { MachineFacts, PriceRow } from '../../contracts/prices.ts';
import { isArm, isRetired } from './machine-traits.ts';
import { CLOUDS, type Cloud, type PriceDesk } from './price-desk.ts';
import type { MachineNeed } from './topics/workloads.ts';

/** A machine at the price at which it would be rented. */
export interface PricedMachine {
  readonly machine: MachineFacts;
  readonly meter: Extract<MachineMeter, 'on-demand' | 'spot'>;
  readonly usdPerHour: number;
  /** For `PriceDesk.use`: looking for machines uses no price yet. */
  readonly row: PriceRow;
}

/** Why a machine does not fit, or undefined where it does. */
export function misfit(
  machine: MachineFacts,
  { vcpu, memoryGib, gpuMemoryGib }: MachineNeed,
  { day, arm }: { readonly day: string; readonly arm: boolean },
): string | undefined {
  if (isRetired(machine, day)) return `not sold since ${machine.retiresOn}`;
  if (!arm && isArm(machine)) return 'has ARM processors';
  if (machine.vcpu < vcpu) return `${machine.vcpu} vCPU, needed ${vcpu}`;
  if (machine.memoryGib < memoryGib) return `${machine.memoryGib} GiB memory, needed ${memoryGib}`;
  if (gpuMemoryGib === 0 && machine.gpu) return 'has a GPU that is not needed';
  const card = machine.gpu?.memoryGib ?? 0;
  if (card < gpuMemoryGib) return `${card} GiB GPU memory, needed ${gpuMemoryGib}`;
  return undefined;
}

/**
 * The machines that fit a need, the cheapest first; empty where none does. A machine without a
 * price is left out, and so is a spot price that nobody vouches for (low confidence).
 */
export function fittingMachines(
  need: MachineNeed,
  {
    prices,
    clouds,
    spot,
    arm,
    region,
  }: {
    readonly prices: PriceDesk;
    readonly clouds: readonly Cloud[];
    readonly spot: boolean;
    readonly arm: boolean;
    /** Absent: the usual one of each cloud. */
    readonly region?: string | undefined;
  },
): PricedMachine[] {
  const { catalogue } = prices;
  return catalogue
    .machines()
    .filter(({ provider }) => clouds.includes(provider))
    .filter((machine) => misfit(machine, need, { day: catalogue.day, arm }) === undefined)
    .flatMap((machine) => cheapest(machine, { prices, spot, region }) ?? [])
    .sort((a, b) => a.usdPerHour - b.usdPerHour);
}

function cheapest(
  machine: MachineFacts,
  {
    prices,
    spot,
    region = CLOUDS[machine.provider].region,
  }: { prices: PriceDesk; spot: boolean; region: string | undefined },
): PricedMachine | undefined {
  const { provider, type: item } = machine;
  const key = { provider, service: CLOUDS[provider].service, item, region };
  const spotRow = spot ? prices.catalogue.find({ ...key, meter: 'spot' }) : undefined;
  const meter = spotRow && spotRow.confidence !== 'low' ? 'spot' : 'on-demand';
  const row = prices.catalogue.find({ ...key, meter });
  return row && { machine, meter, usdPerHour: row.value, row };
}
