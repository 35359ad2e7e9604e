import type { Fault } from '../server-faults.ts';
import type { Refusal } from './dialect.ts';

const REFUSALS: Readonly<Partial<Record<Fault, readonly [number, string, string]>>> = {
  'rate-limit': [429, 'rate_limit_exceeded', 'Too many requests.'],
  'server-error': [500, 'server_error', 'The server had an error.'],
  'key-refused': [401, 'invalid_api_key', 'Incorrect API key provided.'],
  'quota-empty': [429, 'insufficient_quota', 'You exceeded your current quota.'],
  'payment-required': [402, 'payment_required', 'Insufficient credits.'],
  'bad-request': [400, 'invalid_request', 'This request cannot be served.'],
};

/** As OpenAI says it, in all its formats. */
export function openAiRefusal(fault: Fault): Refusal | undefined {
  const refusal = REFUSALS[fault];
  if (!refusal) return undefined;
  const [status, code, message] = refusal;
  return { status, body: { error: { code, message } } };
}
