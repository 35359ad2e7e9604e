import { createRandom } from '../core/random.ts';

/**
 * What a server can do instead of answering well. Billed, as a vendor would, because a reply was
 * produced: `late`, `cut-body`, `gateway-timeout`, `invalid-json`, `html`, `empty`, `no-usage`,
 * `truncated`, `item-duplicate` and `item-missing`. Not billed: all others.
 */
export const FAULTS = [
  /** 429 with `retry-after: 0`. */
  'rate-limit',
  'server-error',
  'key-refused',
  /** 429 `insufficient_quota`, as OpenAI says it. */
  'quota-empty',
  'payment-required',
  'bad-request',
  /** The reply is produced, and sent after `lateMs`. */
  'late',
  /** The reply's first half, then the connection breaks. */
  'cut-body',
  'invalid-json',
  /** A proxy between gives up waiting: 504 with a page instead of JSON; the reply is produced. */
  'gateway-timeout',
  'html',
  /** A well-formed reply without a word in it. */
  'empty',
  /** A good reply that says nothing of tokens. */
  'no-usage',
  /** Half of the text, as if the limit of output had been reached. */
  'truncated',
  /** The connection breaks before anything was produced. */
  'hang-up',
  /** Of an item of a batch, as the three below: its line stands in the results twice. */
  'item-duplicate',
  /** Its line is in no file. */
  'item-missing',
  'item-expired',
  /** The server had an error. */
  'item-failed',
] as const;

export type Fault = (typeof FAULTS)[number];

/** A request as hooks and plans see it. */
export interface ServedRequest {
  /** Among all requests of this server, from 1, in the order of arrival. */
  readonly number: number;
  /** SHA-256 of the messages' contents, one after the other. */
  readonly textHash: string;
  /** Among the requests with the same text, from 1. */
  readonly attempt: number;
  /** An item of a batch is a request, too. */
  readonly lane: 'live' | 'batch';
  /** Since the server's start, by its clock. */
  readonly atMs: number;
}

/** What a plan goes by. */
export type FaultPlan = (request: ServedRequest) => Fault | undefined;

export const NO_FAULTS: FaultPlan = () => undefined;

/** The same fault for every request. */
export function always(fault: Fault): FaultPlan {
  return () => fault;
}

/** The given faults for the first attempts of each distinct request, then none. */
export function firstAttempts(...faults: readonly Fault[]): FaultPlan {
  return ({ attempt }) => faults[attempt - 1];
}

/**
 * Faults at random but replayable: whether and which depends on seed, text and attempt only, not on
 * the order of arrival.
 *
 * @param share  How many of all attempts fail, in [0, 1].
 */
export function seededFaults(seed: number, share: number, faults: readonly Fault[]): FaultPlan {
  return ({ textHash, attempt }) => {
    const random = createRandom(`${seed} ${textHash} ${attempt}`);
    return random() < share ? faults[Math.floor(random() * faults.length)] : undefined;
  };
}

/** A storm of refusals for the rate: the requests with these numbers, both included. */
export function stormByCount(from: number, to: number): FaultPlan {
  return ({ number }) => (number >= from && number <= to ? 'rate-limit' : undefined);
}

/** Storms of refusals for the rate: all requests in these times, in ms since the server's start. */
export function stormByTime(windows: readonly (readonly [number, number])[]): FaultPlan {
  return ({ atMs }) =>
    windows.some(([from, to]) => atMs >= from && atMs < to) ? 'rate-limit' : undefined;
}

/** The first fault that one of the plans has. */
export function firstOf(...plans: readonly FaultPlan[]): FaultPlan {
  return (request) => {
    for (const plan of plans) {
      const fault = plan(request);
      if (fault) return fault;
    }
    return undefined;
  };
}
