import { type Inventory, inventorySchema } from '../../../contracts/inventory.ts';
import { errorMessage, MabError } from '../../../core/errors.ts';
import { type AwsPlace, openAwsReader } from './aws-clients.ts';
import {
  readGroups,
  readMachines,
  readReservations,
  readSnapshots,
  readVolumes,
} from './read-machines.ts';
import { readBuckets, readImages } from './read-storage.ts';
import type { Reading } from './reading.ts';

/**
 * What an account of AWS holds in a region; nothing is changed. What may not be read is left out
 * and named.
 *
 * @param now  Milliseconds since 1970.
 * @throws {MabError} PACKAGE_MISSING; AWS_NOT_READ where nothing can be read.
 */
export async function readAwsInventory(place: AwsPlace, now: number): Promise<Inventory> {
  using reader = await openAwsReader(place);
  const reading: Reading = { reader, now };
  const notSeen: string[] = [];
  const failures: unknown[] = [];
  const part = async <T>(name: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (error instanceof MabError) throw error;
      failures.push(error);
      notSeen.push(`AWS did not let us read ${name}: ${firstLine(error)}.`);
      return undefined;
    }
  };
  const machines = await part('machines', () => readMachines(reading));
  const parts = {
    machines,
    volumes: await part('disks', () => readVolumes(reading)),
    reservations: await part('reservations', () => readReservations(reading)),
    groups: await part('auto scaling groups', () => readGroups(reading, machines)),
    snapshots: await part('snapshots', () => readSnapshots(reading)),
    images: await part('container images', () => readImages(reading)),
    buckets: await part('buckets', () => readBuckets(reading)),
  };
  const seen = Object.entries(parts).filter(([, value]) => value !== undefined);
  if (seen.length === 0) throw notRead(place.region, failures[0]);
  return inventorySchema.parse({
    ...{ region: place.region, takenOn: new Date(now).toISOString().slice(0, 10) },
    ...Object.fromEntries(seen),
    notSeen: [
      ...notSeen,
      ...(parts.snapshots?.length
        ? ['Snapshots count with the size of their disk; AWS bills changed blocks only.']
        : []),
    ],
  });
}

function notRead(region: string, cause: unknown): MabError {
  return new MabError(
    'AWS_NOT_READ',
    `Nothing of the account in ${region} can be read: ${firstLine(cause)}.`,
    {
      blame: 'environment',
      hint: 'Check region and credentials; ReadOnlyAccess is enough. Or give --inventory FILE.',
      cause,
    },
  );
}

function firstLine(error: unknown): string {
  return (errorMessage(error).split('\n')[0] ?? '').replace(/\.$/, '');
}
