import pLimit from 'p-limit';
import type { GatewayOptions } from '../gateway-options.ts';
import type { InFlight } from '../in-flight.ts';
import type { Amount } from '../ledger/accounts.ts';
import type { ClaimAnswer, ClaimRequest } from '../ledger/protocol.ts';

/** How often a process looks whether others have given money back, in ms: ever less often. */
const ROOM_POLL_MS = 50;
const ROOM_POLL_MS_MAX = 1_000;

interface BudgetRoomOptions extends Pick<GatewayOptions, 'ledger' | 'clock' | 'signal'> {
  readonly inFlight: InFlight;
}

/** A closer bound of what a call can come to, where one can be had; it may cost a request. */
export type CloserBound = () => Promise<Amount>;

/**
 * Claims that wait for room in the budget. Calls reserve more than they will cost, so what does not
 * fit now may fit when others have settled: those of this process and of all others.
 */
export class BudgetRoom {
  readonly #options: BudgetRoomOptions;
  /** One asks for all that wait here. Those who wait have nothing reserved. */
  readonly #turn = pLimit(1);

  constructor(options: BudgetRoomOptions) {
    this.#options = options;
  }

  /**
   * As the ledger's `claim`. Whoever calls this holds no open attempt, or two would wait for each
   * other.
   *
   * @param closer  Asked when the worst case does not fit, before that is waited for.
   * @returns never `over-budget` while any of the living could give back what is missing.
   */
  async claim(request: ClaimRequest, closer?: CloserBound): Promise<ClaimAnswer> {
    const { ledger } = this.#options;
    const answer = await ledger.perform('claim', request);
    if (answer.kind !== 'over-budget') return answer;
    if (closer) return await this.claim({ ...request, worst: await closer() });
    return answer.waits ? await this.#turn(() => this.#wait(request)) : answer;
  }

  async #wait(request: ClaimRequest): Promise<ClaimAnswer> {
    const { ledger, clock, signal, inFlight } = this.#options;
    for (let pollMs = ROOM_POLL_MS; ; pollMs = Math.min(1.5 * pollMs, ROOM_POLL_MS_MAX)) {
      signal.throwIfAborted();
      const { ends } = inFlight;
      const answer = await ledger.perform('claim', request);
      if (answer.kind !== 'over-budget' || !answer.waits) return answer;
      await Promise.race([inFlight.nextEnd(ends), clock.sleep(pollMs, signal)]);
    }
  }
}
