import type { MachineMeter } from '../../contracts/machine-meter.ts';
import type { MachineFacts, PriceRow } from '../../contracts/prices.ts';
import { priceId } from '../../contracts/prices.ts';
import type { Catalogue, PriceKey } from '../catalogue/catalogue.ts';

/** Where each cloud sells machines under which name, and where a question looks first. */
export const CLOUDS = {
  aws: { service: 'ec2', region: 'us-east-1', name: 'AWS' },
  azure: { service: 'vm', region: 'eastus', name: 'Azure' },
  gcp: { service: 'compute', region: 'us-central1', name: 'GCP' },
} as const;

/** Who rents machines. */
export type Cloud = keyof typeof CLOUDS;

/** Whether it is paid around the clock, used or not. */
export function isCommitment(meter: MachineMeter): boolean {
  return meter !== 'on-demand' && meter !== 'spot';
}

/** Hands out prices, and remembers which: each answer lists the rows that went into it. */
export class PriceDesk {
  readonly catalogue: Catalogue;
  readonly #used = new Map<string, PriceRow>();

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  /** @throws {MabError} PRICE_MISSING. */
  get(key: PriceKey): PriceRow {
    return this.use(this.catalogue.get(key));
  }

  /** Undefined where the catalogue has none. */
  find(key: PriceKey): PriceRow | undefined {
    const row = this.catalogue.find(key);
    return row && this.use(row);
  }

  /** Dollars an hour; undefined where it is not sold so, or nobody knows the price. */
  machine(
    { provider, type }: Pick<MachineFacts, 'provider' | 'type'>,
    meter: MachineMeter,
    region: string = CLOUDS[provider].region,
  ): number | undefined {
    return this.find({ provider, ...machineService(provider), item: type, meter, region })?.value;
  }

  /** The same. @throws {MabError} PRICE_MISSING. */
  machineOrThrow(
    { provider, type }: Pick<MachineFacts, 'provider' | 'type'>,
    meter: MachineMeter,
    region: string = CLOUDS[provider].region,
  ): number {
    return this.get({ provider, ...machineService(provider), item: type, meter, region }).value;
  }

  /** In the order in which they were asked for. */
  used(): PriceRow[] {
    return [...this.#used.values()];
  }

  /** Adds a row to those that went into the answer. */
  use(row: PriceRow): PriceRow {
    this.#used.set(`${priceId(row)} ${row.aboveInputTokens ?? ''}`, row);
    return row;
  }
}

function machineService(provider: Cloud): { service: string } {
  return { service: CLOUDS[provider].service };
}
