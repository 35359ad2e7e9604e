import type { Account } from '../invoice-book.ts';
import type { RefusalFacts, RefusalKind } from '../refusals/refusal.ts';
import type { Fault, ServedRequest } from '../server-faults.ts';
import type { CacheUse } from './cache/cache-use.ts';
import type { Call } from './call.ts';
import type { ModelOptions } from './lab-options.ts';

/** A request that was counted. */
export interface Ticket {
  readonly call: Call;
  readonly served: ServedRequest;
  readonly account: Account;
  /** One for a chat, one for each text that is embedded. */
  readonly textHashes: readonly string[];
  readonly fault: Fault | undefined;
}

/** A ticket that can be served. */
export interface GoodTicket extends Ticket {
  readonly model: ModelOptions;
  readonly inputTokens: number;
  readonly outputTokensMax: number;
  readonly cache: CacheUse;
}

/** Why a request cannot be served, whenever it comes. */
export interface NoTicket {
  readonly refusal: RefusalKind;
  readonly facts: RefusalFacts;
}
