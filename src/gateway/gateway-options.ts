import type { Budget } from '../contracts/budget.ts';
import type { EventSink } from '../contracts/events.ts';
import type { LimitStore } from '../contracts/limits.ts';
import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { BatchLaneOptions } from './batch/lane-options.ts';
import type { Ledger } from './ledger/ledger.ts';

/** What a gateway needs of the world, and the bounds that it keeps. */
export interface GatewayOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
  readonly countTokens: (text: string) => number;
  readonly onEvent: EventSink;
  /** Stops new calls; those in flight are waited for, because they are paid for. */
  readonly signal: AbortSignal;
  /** Where limits are held; absent: in this process alone. Whoever opened it closes it. */
  readonly limitStore?: LimitStore;
  /** Calls in flight at once. */
  readonly concurrency: number;
  readonly budget: Budget;
  /** How calls that can wait are bought. Absent: live. */
  readonly batch?: BatchLaneOptions;
  readonly aliasDaysMax: number;
  readonly acceptDiverged: boolean;
  readonly storeRequests: boolean;
}
