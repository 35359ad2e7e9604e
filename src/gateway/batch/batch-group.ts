import type { ClaimAnswer, ClaimRequest } from '../ledger/protocol.ts';
import type { BatchRoute } from './batch-route.ts';
import type { BatchEnd } from './settle-batch.ts';

/** One call that can wait. */
export interface BatchCall {
  readonly route: BatchRoute;
  /** As the provider takes it. */
  readonly request: unknown;
  /** At the live lane's worst case. */
  readonly claim: ClaimRequest;
}

/** What became of a call: its batch has ended, or it was not granted. */
export type Asked = BatchEnd | Exclude<ClaimAnswer, { kind: 'granted' }>;

/** A call in a group. */
export interface Asking extends BatchCall {
  resolve(asked: Asked): void;
  reject(error: unknown): void;
}

/** As long as the id of any item. */
const LONGEST_ID = 'x'.repeat(64);

/** The calls of one route that will be one batch. */
export class BatchGroup {
  readonly route: BatchRoute;
  readonly asking: Asking[] = [];
  /** When no further call is waited for, by the clock's `elapsed`. */
  quietAtMs = 0;
  #bytes = 0;

  constructor(route: BatchRoute) {
    this.route = route;
  }

  /**
   * @returns false where there is no room left.
   * @throws {MabError} for what the vendor's format cannot say.
   */
  add(asking: Asking): boolean {
    const { provider } = this.route;
    const bytes = provider.size({ id: LONGEST_ID, request: asking.request });
    if (this.asking.length >= provider.limits.requests) return false;
    if (this.#bytes + bytes > provider.limits.bytes) return false;
    this.#bytes += bytes;
    this.asking.push(asking);
    return true;
  }
}
