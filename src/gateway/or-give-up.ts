import type { CallKey } from '../core/ids.ts';
import type { GatewayOptions } from './gateway-options.ts';

/**
 * Does the work of calls. Where it fails for good they are left to other processes: a call that was
 * to be sent again is this one's until then, and two processes could wait for each other.
 *
 * @throws what `work` throws.
 */
export async function orGiveUp<T>(
  { ledger, signal }: Pick<GatewayOptions, 'ledger' | 'signal'>,
  keys: readonly CallKey[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Who is stopped leaves the ledger soon; where that is away, its own error says so.
    if (!signal.aborted) await ledger.perform('giveUp', { keys }).catch(() => undefined);
    throw error;
  }
}
