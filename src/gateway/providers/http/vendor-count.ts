import type { Quota } from '../../../contracts/model.ts';

/** A vendor's count of the tokens of an input. */
export interface VendorCount {
  readonly tokens: number;
  readonly quota?: Quota;
}
