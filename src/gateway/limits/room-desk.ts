import type { LimitStore, RoomAnswer, RoomEnd, RoomRequest } from '../../contracts/limits.ts';
import type { Clock } from '../../core/clock.ts';
import { MabError } from '../../core/errors.ts';
import type { Room } from './room.ts';
import { HEARTBEAT_MS } from './workers.ts';

/** Who waits asks no sooner than this, in ms: then it takes all that came back meanwhile. */
const POLL_MS_MIN = 20;
/** Where nobody waits for it, an end may be told this much later, in ms: with a next take. */
const END_MS = 50;
/** Of one queue at once: more than a second brings. */
const TAKES_MAX = 64;

interface Waiter {
  readonly request: RoomRequest;
  readonly signal: AbortSignal;
  readonly resolve: (room: Room) => void;
  readonly reject: (reason: unknown) => void;
  readonly onAbort: () => void;
}

export interface RoomDeskOptions {
  readonly store: LimitStore;
  readonly clock: Clock;
  readonly document: string;
  /** After every exchange. */
  readonly onChange: () => void;
}

/** All of one process that has to do with the limits of one server. */
export class RoomDesk {
  readonly #options: RoomDeskOptions;
  /** By the names of their limits, the one that is asked for first in front. */
  #queues = new Map<string, Waiter[]>();
  #ends: RoomEnd[] = [];
  #held = 0;
  #isTelling = false;
  #working: Promise<void> | undefined;
  #wake = new AbortController();

  constructor(options: RoomDeskOptions) {
    this.#options = options;
  }

  /** Calls that wait. */
  get waiting(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  /** As `RoomQueue.enter`. */
  enter(request: RoomRequest, signal: AbortSignal): Promise<Room> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const name = request.limits.map((limit) => limit.name).join('\n');
      const queue = this.#queues.get(name) ?? [];
      const onAbort = (): void => this.#leave({ queue, waiter });
      const waiter: Waiter = { request, signal, resolve, reject, onAbort };
      queue.push(waiter);
      this.#queues.set(name, queue);
      signal.addEventListener('abort', onAbort);
      // Those behind others wait with them.
      this.#work({ now: queue.length === 1 });
    });
  }

  /** As `RoomQueue.settled`. */
  async settled(): Promise<void> {
    if (this.#held > 0 || !this.#working) return;
    this.#work({ now: true });
    await this.#working;
  }

  #leave(one: Asked): void {
    if (!remove(one)) return;
    one.waiter.reject(one.waiter.signal.reason);
    this.#work({ now: true });
  }

  #work({ now }: { now: boolean }): void {
    if (now) this.#wake.abort();
    this.#working ??= this.#loop();
  }

  /** Runs while anybody waits, has ended, or has to be kept from being taken for dead. */
  async #loop(): Promise<void> {
    for (;;) {
      this.#wake = new AbortController();
      const waitMs = await this.#exchange();
      this.#options.onChange();
      if (this.waiting === 0 && this.#ends.length === 0 && this.#held === 0) break;
      await this.#options.clock.sleep(waitMs, this.#wake.signal).catch(() => undefined);
    }
    this.#working = undefined;
  }

  /** @returns after how long there is something to do again, if nothing happens before, in ms. */
  async #exchange(): Promise<number> {
    const { store, document } = this.#options;
    const ends = this.#ends.splice(0);
    const asked = this.#front();
    let waits: readonly number[] = [];
    try {
      const takes = asked.map(({ waiter }) => waiter.request);
      const { answers } = await store.exchange({ document, ends, takes });
      waits = asked.map((one, at) => this.#answer(one, answers[at] as RoomAnswer));
    } catch (error) {
      for (const one of asked) if (remove(one)) one.waiter.reject(error);
    }
    if (this.waiting === 0) return HEARTBEAT_MS;
    // Where one got room, the next one may, too.
    if (waits.includes(0)) return 0;
    return Math.max(POLL_MS_MIN, Math.min(HEARTBEAT_MS, ...waits));
  }

  /** The first of every queue, each time from another one on. */
  #front(): Asked[] {
    const queues = [...this.#queues].filter(([, queue]) => queue.length > 0);
    this.#queues = new Map([...queues.slice(1), ...queues.slice(0, 1)]);
    return queues.flatMap(([, queue]) =>
      queue.slice(0, TAKES_MAX).map((waiter) => ({ queue, waiter })),
    );
  }

  /** @returns how long this one has to wait, in ms. */
  #answer(one: Asked, answer: RoomAnswer): number {
    const { waiter } = one;
    if (answer.kind === 'wait') return answer.ms;
    const isWaiting = remove(one);
    if (answer.kind === 'too-large') {
      if (isWaiting) waiter.reject(tooLarge(waiter.request, answer));
      return 0;
    }
    this.#held += 1;
    const room = this.#room(waiter.request, answer.takenMs);
    if (isWaiting) waiter.resolve(room);
    else room.end({ outcome: 'not-sent' });
    return 0;
  }

  #room(request: RoomRequest, takenMs: number): Room {
    return {
      end: (end) => {
        this.#held -= 1;
        this.#ends.push({ ...end, request, takenMs });
        if (this.waiting > 0) this.#work({ now: true });
        else void this.#tellSoon();
      },
    };
  }

  async #tellSoon(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    await this.#options.clock.sleep(END_MS);
    this.#isTelling = false;
    if (this.#ends.length > 0) this.#work({ now: true });
  }
}

interface Asked {
  readonly queue: Waiter[];
  readonly waiter: Waiter;
}

/** @returns false where it has left before. */
function remove({ queue, waiter }: Asked): boolean {
  const at = queue.indexOf(waiter);
  if (at === -1) return false;
  queue.splice(at, 1);
  waiter.signal.removeEventListener('abort', waiter.onAbort);
  return true;
}

function tooLarge(
  { inputTokens }: RoomRequest,
  { tokensPerMinute }: Extract<RoomAnswer, { kind: 'too-large' }>,
): MabError {
  const [need, rate] = [inputTokens, Math.floor(tokensPerMinute)].map((n) =>
    n.toLocaleString('en'),
  );
  return new MabError(
    'REQUEST_OVER_LIMIT',
    `A request of about ${need} tokens is more than the ${rate} tokens a minute of its rate limit (tpm).`,
    {
      blame: 'provider',
      hint: 'Raise `tpm` in `limits` if the vendor allows more, or retrieve less into a prompt.',
      details: { inputTokens, tokensPerMinute },
    },
  );
}
