/** Why a server does not serve: faults, and what it finds wrong itself. */
export type RefusalKind =
  | 'rate-limit'
  | 'too-large'
  | 'server-error'
  | 'key-refused'
  | 'quota-empty'
  | 'payment-required'
  | 'bad-request'
  | 'context-full'
  | 'not-found';

/** What there is to say about it. */
export interface RefusalFacts {
  /** Instead of the vendor's usual words. */
  readonly message?: string;
  /** Of rates: `requests`, `tokens`, … */
  readonly limited?: string;
  readonly retryAfterMs?: number;
}

export interface Refusal {
  readonly status: number;
  readonly body: object;
}
