import type { TokenPrices } from './invoice.ts';
import { type Lab, startLab } from './lab/lab.ts';
import type { LabOptions } from './lab/lab-options.ts';

/** The lab's own, without what differs between models and keys. */
export interface CountingServerOptions
  extends Omit<LabOptions, 'models' | 'keys' | 'batchMs' | 'batchFaults' | 'clock'> {
  readonly prices: TokenPrices;
}

export type CountingServer = Lab;

/**
 * The lab as most tests want it: every model is known and costs the same, nothing is limited, and
 * one request in sixteen is said to have been in a cache, so that no bill depends on another.
 *
 * @param port  0 for any free one.
 */
export async function startCountingServer(
  { prices, ...options }: CountingServerOptions,
  port = 0,
): Promise<CountingServer> {
  const models = { '*': { price: prices, promptCache: 'chance' } } as const;
  return startLab({ ...options, models }, port);
}
