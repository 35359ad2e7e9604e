import type { MachineFacts } from '../../contracts/prices.ts';
import { choice, optionalText, text } from './inputs.ts';
import { CLOUDS, type Cloud, type PriceDesk } from './price-desk.ts';

/** The inputs that name one machine. */
export const MACHINE_INPUTS = {
  cloud: choice('who rents it out', { choices: ['aws', 'azure', 'gcp'], fallback: 'aws' }),
  machine: text('type, as its cloud names it', { fallback: 't3.xlarge' }),
  region: optionalText('region, instead of the usual one of the cloud'),
};

/** The machine that inputs name. @throws {MabError} MACHINE_UNKNOWN. */
export function namedMachine(
  { cloud, machine, region }: { cloud: Cloud; machine: string; region?: string | undefined },
  { catalogue }: PriceDesk,
): { readonly facts: MachineFacts; readonly region: string; readonly name: string } {
  const facts = catalogue.machine(cloud, machine);
  return { facts, region: region ?? CLOUDS[cloud].region, name: `${cloud} ${machine}` };
}
