import { type PriceSnapshot, priceSnapshotSchema } from '../../contracts/prices.ts';
import archive from './snapshot/archive.json' with { type: 'json' };
import machines from './snapshot/machines.json' with { type: 'json' };
import models from './snapshot/models.json' with { type: 'json' };
import services from './snapshot/services.json' with { type: 'json' };

let parsed: readonly PriceSnapshot[] | undefined;

/** The snapshot that this release ships: extracted facts, each with source and date. */
export function shippedPrices(): readonly PriceSnapshot[] {
  parsed ??= [models, machines, services, archive].map((part) => priceSnapshotSchema.parse(part));
  return parsed;
}
