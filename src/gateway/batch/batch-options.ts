import type { GatewayOptions } from '../gateway-options.ts';
import type { InFlight } from '../in-flight.ts';
import type { BatchLaneOptions } from './lane-options.ts';

/** What the lane shares with the gateway that it belongs to. */
export interface BatchOptions
  extends Pick<GatewayOptions, 'ledger' | 'clock' | 'random' | 'signal' | 'onEvent'> {
  readonly batch: BatchLaneOptions;
  readonly inFlight: InFlight;
}
