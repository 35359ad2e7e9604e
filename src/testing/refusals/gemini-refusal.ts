import type { Refusal, RefusalFacts, RefusalKind } from './refusal.ts';

const RPC = 'type.googleapis.com/google.rpc';

function quota(quotaId: string): object {
  return { '@type': `${RPC}.QuotaFailure`, violations: [{ quotaId }] };
}

const WORDS: Readonly<Record<RefusalKind, readonly [status: number, word: string]>> = {
  'rate-limit': [429, 'RESOURCE_EXHAUSTED'],
  'too-large': [429, 'RESOURCE_EXHAUSTED'],
  'server-error': [503, 'UNAVAILABLE'],
  'key-refused': [400, 'INVALID_ARGUMENT'],
  'quota-empty': [429, 'RESOURCE_EXHAUSTED'],
  'payment-required': [402, 'FAILED_PRECONDITION'],
  'bad-request': [400, 'INVALID_ARGUMENT'],
  'context-full': [400, 'INVALID_ARGUMENT'],
  'not-found': [404, 'NOT_FOUND'],
};

/** As Google says it, in all its formats. */
export function geminiRefusal(kind: RefusalKind, facts: RefusalFacts = {}): Refusal {
  const [status, word] = WORDS[kind];
  const { message = `It is ${word}.` } = facts;
  const details = detailsOf(kind, facts);
  return { status, body: { error: { code: status, message, status: word, details } } };
}

function detailsOf(kind: RefusalKind, { limited, retryAfterMs = 0 }: RefusalFacts): object[] {
  if (kind === 'key-refused') {
    return [{ '@type': `${RPC}.ErrorInfo`, reason: 'API_KEY_INVALID', domain: 'googleapis.com' }];
  }
  if (kind === 'quota-empty') {
    return [quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier')];
  }
  if (kind !== 'rate-limit') return [];
  const isTokens = limited === 'tokens';
  return [
    quota(
      isTokens
        ? 'GenerateContentInputTokensPerModelPerMinute'
        : 'GenerateRequestsPerMinutePerProjectPerModel',
    ),
    { '@type': `${RPC}.RetryInfo`, retryDelay: `${retryAfterMs / 1_000}s` },
  ];
}
