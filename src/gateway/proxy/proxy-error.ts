import { errorMessage, MabError } from '../../core/errors.ts';

/** An error as OpenAI's clients read it. */
export interface WireError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly error: {
      readonly message: string;
      readonly type: string;
      readonly param: string | null;
      readonly code: string;
    };
  };
}

/**
 * The request cannot be served as it was asked.
 *
 * @param param  The field that is wrong.
 */
export function badRequest(param: string, problem: string, hint?: string): MabError {
  return new MabError('PROXY_REQUEST_INVALID', `\`${param}\` ${problem}.`, {
    hint: hint ?? 'What is taken stands in docs/guide/metering-proxy.md.',
    details: { param },
  });
}

/** Our codes whose status follows from nothing else. */
const STATUS: Readonly<Record<string, number>> = {
  PROXY_TOKEN_UNKNOWN: 401,
  // Not 401: it is the key behind the proxy that is wrong, not the caller's token.
  PROVIDER_KEY_REFUSED: 403,
  PROXY_CALLER_REFUSED: 403,
  PROXY_ADDRESS_UNKNOWN: 404,
  PROXY_MODEL_UNKNOWN: 404,
  PROXY_BODY_TOO_LARGE: 413,
  BUDGET_REACHED: 402,
  PROVIDER_ACCOUNT_EMPTY: 402,
  EMBEDDING_TOO_LONG: 400,
};

/** Codes that clients know by OpenAI's names. */
const WIRE_CODES: Readonly<Record<string, string>> = {
  PROXY_TOKEN_UNKNOWN: 'invalid_api_key',
  PROXY_MODEL_UNKNOWN: 'model_not_found',
  PROVIDER_ACCOUNT_EMPTY: 'insufficient_quota',
};

const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'insufficient_quota',
  403: 'permission_error',
  429: 'rate_limit_error',
};

/**
 * Anything that was thrown, as the reply to the caller. The gateway has sent a call as often as the
 * configuration allows, so clients are told not to send it again: OpenAI's own would, for 408, 409,
 * 429 and 5xx, and obey `x-should-retry`.
 * Source: openai-node, `shouldRetry` in src/client.ts; openai-python, `_should_retry`.
 */
export function wireError(thrown: unknown): WireError {
  const error = thrown instanceof MabError ? thrown : unexpected(thrown);
  const status = statusOf(error);
  const { message, hint, code, details } = error;
  const retryAfterMs = details?.retryAfterMs;
  return {
    status,
    headers: {
      'x-should-retry': 'false',
      ...(typeof retryAfterMs === 'number'
        ? { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }
        : {}),
    },
    body: {
      error: {
        message: hint === undefined ? message : `${message} ${hint}`,
        type: TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error'),
        param: typeof details?.param === 'string' ? details.param : null,
        code: WIRE_CODES[code] ?? code.toLowerCase(),
      },
    },
  };
}

function statusOf({ code, retry, blame, details, cause }: MabError): number {
  const known = STATUS[code];
  if (known !== undefined) return known;
  if (code === 'PROVIDER_OVERLOADED' && details?.status === 429) return 429;
  const { name } = (cause ?? {}) as { name?: unknown };
  if (retry === 'later' || name === 'AbortError') return 503;
  return blame === 'bug' ? 500 : 400;
}

/** What nobody expected; a stopped gateway throws the reason of its signal, or an AbortError. */
function unexpected(thrown: unknown): MabError {
  const stopped = thrown instanceof Error && thrown.name === 'AbortError';
  if (stopped) return new MabError('INTERRUPTED', 'The proxy is stopping.', { retry: 'later' });
  return new MabError('UNEXPECTED', errorMessage(thrown), { blame: 'bug', cause: thrown });
}
