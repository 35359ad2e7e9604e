import type { Fault } from '../server-faults.ts';
import type { Refusal } from './dialect.ts';

const RPC = 'type.googleapis.com/google.rpc';

function quota(quotaId: string): object {
  return { '@type': `${RPC}.QuotaFailure`, violations: [{ quotaId }] };
}

const REFUSALS: Readonly<Partial<Record<Fault, readonly [number, string, readonly object[]]>>> = {
  'rate-limit': [
    ...([429, 'RESOURCE_EXHAUSTED'] as const),
    [
      quota('GenerateRequestsPerMinutePerProjectPerModel'),
      { '@type': `${RPC}.RetryInfo`, retryDelay: '0s' },
    ],
  ],
  'server-error': [503, 'UNAVAILABLE', []],
  'key-refused': [
    ...([400, 'INVALID_ARGUMENT'] as const),
    [{ '@type': `${RPC}.ErrorInfo`, reason: 'API_KEY_INVALID', domain: 'googleapis.com' }],
  ],
  'quota-empty': [
    ...([429, 'RESOURCE_EXHAUSTED'] as const),
    [quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier')],
  ],
  'payment-required': [402, 'FAILED_PRECONDITION', []],
  'bad-request': [400, 'INVALID_ARGUMENT', []],
};

/** As Google says it, in all its formats. */
export function geminiRefusal(fault: Fault): Refusal | undefined {
  const refusal = REFUSALS[fault];
  if (!refusal) return undefined;
  const [status, word, details] = refusal;
  return {
    status,
    body: { error: { code: status, message: `It is ${word}.`, status: word, details } },
  };
}
