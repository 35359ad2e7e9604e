import { createRandom } from '../core/random.ts';

/**
 * What a server can do instead of answering well. Billed, as a vendor would: `late`, `cut-body`,
 * `invalid-json`, `html`, `empty` and `no-usage`, because a reply was produced. Not billed: all
 * others.
 */
export type Fault =
  /** 429 with `retry-after: 0`. */
  | 'rate-limit'
  | 'server-error'
  | 'key-refused'
  /** 429 `insufficient_quota`, as OpenAI says it. */
  | 'quota-empty'
  | 'payment-required'
  | 'bad-request'
  /** The reply is produced, and sent after `lateMs`. */
  | 'late'
  /** The reply's first half, then the connection breaks. */
  | 'cut-body'
  | 'invalid-json'
  | 'html'
  /** A well-formed reply without a word in it. */
  | 'empty'
  /** A good reply that says nothing of tokens. */
  | 'no-usage'
  /** The connection breaks before anything was produced. */
  | 'hang-up';

/** The faults of one request: its number among all (from 1) and among those with the same text. */
export type FaultPlan = (request: {
  readonly number: number;
  readonly textHash: string;
  readonly attempt: number;
}) => Fault | undefined;

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
