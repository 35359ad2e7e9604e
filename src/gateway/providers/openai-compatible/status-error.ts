import { MabError, type MabErrorOptions } from '../../../core/errors.ts';
import { parseErrorBody, parseRetryAfter } from './wire.ts';

/** Of proxies that gave up waiting, or lost the server (520 and 524 are Cloudflare's). */
const HIDING_STATUSES = new Set([408, 502, 504, 520, 524]);

/** A status that is not 2xx, as the error that says what to do. Vendors do not bill for these. */
export function statusError(response: Response, body: string, url: URL): MabError {
  const { status } = response;
  const { message, code } = parseErrorBody(body);
  const said = `${url.origin} answered ${status}${message ? `: ${message}` : ''}`;
  if (status === 401 || status === 403) {
    return new MabError('PROVIDER_KEY_REFUSED', said, {
      blame: 'environment',
      hint: 'Check the key in the variable that `apiKeyEnv` names, and that it may use this model.',
    });
  }
  if (status === 402 || code === 'insufficient_quota') {
    return new MabError('PROVIDER_ACCOUNT_EMPTY', said, {
      blame: 'environment',
      hint: 'Add credit to the account, then run the same command.',
    });
  }
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    return new MabError('PROVIDER_OVERLOADED', said, overloaded(response, status));
  }
  if (status === 404) {
    return new MabError('PROVIDER_NOT_FOUND', said, {
      blame: 'environment',
      hint: 'Check `model` and `baseUrl`: the server does not know one of them.',
    });
  }
  return new MabError('PROVIDER_REFUSED', said, {
    blame: 'provider',
    hint: 'Read the message: the request itself was refused, so sending it again would not help.',
    details: { status },
  });
}

function overloaded(response: Response, status: number): MabErrorOptions {
  const retryAfterMs = parseRetryAfter(response.headers, Date.now());
  return {
    blame: 'provider',
    retry: 'later',
    hint:
      status === 429
        ? 'Lower `concurrency`, or ask the vendor for higher limits.'
        : 'Wait until the provider is well again, then run the same command.',
    // Behind these a proxy may hide a reply that was made and billed.
    details: {
      status,
      mayBeBilled: HIDING_STATUSES.has(status),
      ...(retryAfterMs !== undefined ? { retryAfterMs } : {}),
    },
  };
}
