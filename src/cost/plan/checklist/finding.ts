import type { UsedFormula } from '../../../contracts/advice.ts';
import type { Inventory } from '../../../contracts/inventory.ts';
import type { PriceDesk } from '../price-desk.ts';

/** The items of §6.2.3 of the requirements document, and the use of spot machines. */
export const ITEMS = {
  volumes: 'unattached disks',
  idle: 'idle and oversized machines',
  reservations: 'reservations for what always runs',
  scaling: 'auto scaling',
  images: 'old images and snapshots',
  classes: 'storage classes of cold data',
  spot: 'spot machines for what may be interrupted',
} as const;

/** Which item a finding belongs to. */
export type ItemName = keyof typeof ITEMS;

/** Something that costs more than it has to. */
export interface Finding {
  readonly item: ItemName;
  /** What it is about: an id, or several. */
  readonly what: string;
  /** The next step. */
  readonly advice: string;
  /** Saved a month; null where the catalogue has no price for it. */
  readonly usdPerMonth: number | null;
  readonly formula: string;
}

/** From which values on something is found; the inputs of the topic. */
export interface Limits {
  readonly idlePercent: number;
  readonly smallPercent: number;
  readonly targetPercent: number;
  readonly oldDays: number;
  readonly imagesKept: number;
  readonly coldDays: number;
  readonly archiveDays: number;
}

/** What an item is looked for in; undefined where the inventory does not have that part. */
export interface ItemCheck {
  readonly item: ItemName;
  /** Parts of the inventory that it needs. */
  readonly needs: readonly (keyof Inventory)[];
  readonly find: (inventory: Inventory, limits: Limits, prices: PriceDesk) => readonly Finding[];
}

/** The formulas of findings, for the answer. */
export function formulaOf({ what, item, formula }: Finding): UsedFormula {
  return { name: what, text: ITEMS[item], worked: formula };
}
