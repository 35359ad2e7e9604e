import type { Lane } from '../../contracts/lane.ts';

/** How batches are made and waited for. */
export interface BatchLaneOptions {
  readonly lane: Lane;
  /** Between two looks at a batch, at first, in ms; longer the longer it takes. */
  readonly pollMs: number;
  /** A batch is handed in when no further call has come for this long, in ms. */
  readonly lingerMs: number;
  /** With `auto`, fewer calls than these are asked live. */
  readonly callsMin: number;
}

/** What stands at vendors' is collected in any lane. */
export const LIVE_LANE: BatchLaneOptions = {
  ...{ lane: 'live', pollMs: 30_000, lingerMs: 5_000, callsMin: 50 },
};
