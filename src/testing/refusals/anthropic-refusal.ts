import type { Refusal, RefusalFacts, RefusalKind } from './refusal.ts';

const WORDS: Readonly<Record<RefusalKind, readonly [status: number, type: string]>> = {
  'rate-limit': [429, 'rate_limit_error'],
  'too-large': [429, 'rate_limit_error'],
  'server-error': [529, 'overloaded_error'],
  'key-refused': [401, 'authentication_error'],
  'quota-empty': [402, 'billing_error'],
  'payment-required': [402, 'billing_error'],
  'bad-request': [400, 'invalid_request_error'],
  'context-full': [400, 'invalid_request_error'],
  'not-found': [404, 'not_found_error'],
};

/** As Anthropic says it. */
export function anthropicRefusal(kind: RefusalKind, facts: RefusalFacts = {}): Refusal {
  const [status, type] = WORDS[kind];
  const { message = `It is an ${type}.` } = facts;
  return { status, body: { type: 'error', error: { type, message } } };
}
