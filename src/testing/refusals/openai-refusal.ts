import type { Refusal, RefusalFacts, RefusalKind } from './refusal.ts';

type Words = readonly [status: number, code: string, type: string, message: string];

const WORDS: Readonly<Record<RefusalKind, Words>> = {
  'rate-limit': [429, 'rate_limit_exceeded', 'requests', 'Too many requests.'],
  'too-large': [429, 'rate_limit_exceeded', 'tokens', 'Request too large.'],
  'server-error': [500, 'server_error', 'server_error', 'The server had an error.'],
  'key-refused': [401, 'invalid_api_key', 'invalid_request_error', 'Incorrect API key provided.'],
  'quota-empty': [
    ...([429, 'insufficient_quota', 'insufficient_quota'] as const),
    'You exceeded your current quota, please check your plan and billing details.',
  ],
  'payment-required': [402, 'payment_required', 'insufficient_quota', 'Insufficient credits.'],
  'bad-request': [
    ...([400, 'invalid_request', 'invalid_request_error'] as const),
    'This request cannot be served.',
  ],
  'context-full': [
    ...([400, 'context_length_exceeded', 'invalid_request_error'] as const),
    'The messages are longer than the context.',
  ],
  'not-found': [404, 'model_not_found', 'invalid_request_error', 'There is no such thing.'],
};

/** As OpenAI says it, in all its formats. */
export function openAiRefusal(kind: RefusalKind, facts: RefusalFacts = {}): Refusal {
  const [status, code, type, usual] = WORDS[kind];
  const { message = usual, limited = type } = facts;
  const isRate = kind === 'rate-limit' || kind === 'too-large';
  return { status, body: { error: { message, type: isRate ? limited : type, param: null, code } } };
}
