import pLimit from 'p-limit';
import type { GatewayOptions } from '../gateway-options.ts';
import type { InFlight } from '../in-flight.ts';
import type { Amount } from '../ledger/accounts.ts';
import type { ClaimAnswer, ClaimRequest } from '../ledger/protocol.ts';

/** How often a process looks whether others have given money back, in ms: ever less often. */
const ROOM_POLL_MS = 50;
const ROOM_POLL_MS_MAX = 1_000;
/** How often is told that calls wait, in ms. */
const TELL_MS = 3_000;

interface BudgetRoomOptions extends Pick<GatewayOptions, 'ledger' | 'clock' | 'signal'> {
  readonly inFlight: InFlight;
  /** Told how many calls of this process wait: every few seconds, and 0 when none does. */
  readonly onWaiting: (waiting: number) => void;
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
  #waiting = 0;
  #told = false;

  constructor(options: BudgetRoomOptions) {
    this.#options = options;
  }

  /**
   * As the ledger's `claim`, without waiting.
   *
   * @param closer  Asked when the worst case does not fit.
   */
  async claim(request: ClaimRequest, closer?: CloserBound): Promise<ClaimAnswer> {
    const { ledger } = this.#options;
    const answer = await ledger.perform('claim', request);
    if (answer.kind !== 'over-budget' || !closer) return answer;
    return await ledger.perform('claim', { ...request, worst: await closer() });
  }

  /**
   * Tries until the budget is not what is lacking, or is lacking for good. Between two tries
   * nothing is held, no open attempt and no room in a vendor's limits: others may wait for it.
   *
   * @param isShort  Of what came of a try: any of the living could give back what is missing.
   */
  async whileShort<T>(work: () => Promise<T>, isShort: (tried: T) => boolean): Promise<T> {
    const tried = await work();
    if (!isShort(tried)) return tried;
    this.#waiting += 1;
    try {
      return await this.#turn(() => this.#again(work, isShort));
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0 && this.#told) this.#tell();
    }
  }

  async #again<T>(work: () => Promise<T>, isShort: (tried: T) => boolean): Promise<T> {
    const { clock, signal, inFlight } = this.#options;
    let quietMs = clock.elapsed();
    for (let pollMs = ROOM_POLL_MS; ; pollMs = Math.min(1.5 * pollMs, ROOM_POLL_MS_MAX)) {
      signal.throwIfAborted();
      const { ends } = inFlight;
      const tried = await work();
      if (!isShort(tried)) return tried;
      await Promise.race([inFlight.nextEnd(ends), clock.sleep(pollMs, signal)]);
      if (clock.elapsed() - quietMs < TELL_MS) continue;
      quietMs = clock.elapsed();
      this.#tell();
    }
  }

  #tell(): void {
    this.#told = this.#waiting > 0;
    this.#options.onWaiting(this.#waiting);
  }
}

/** Others have reserved what a claim lacks, and may give it back. */
export function isShortNow(answer: ClaimAnswer): boolean {
  return answer.kind === 'over-budget' && answer.waits;
}
