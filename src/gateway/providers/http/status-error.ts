import { MabError, type MabErrorOptions } from '../../../core/errors.ts';
import { readQuota } from './quota.ts';
import { parseRetryAfter } from './retry-after.ts';

/** What a vendor's error body says, as far as it can be read. */
export interface VendorError {
  readonly message: string;
  /** What the vendor says more exactly than with its status. */
  readonly kind?: 'account-empty' | 'quota-empty' | 'key-refused' | undefined;
  /** In the body, for vendors who do not send it as a header. */
  readonly retryAfterMs?: number | undefined;
}

/** Of proxies that gave up waiting, or lost the server (520 and 524 are Cloudflare's). */
const HIDING_STATUSES = new Set([408, 502, 504, 520, 524]);

/** A status that is not 2xx, as the error that says what to do. Vendors do not bill for these. */
export function statusError(response: Response, error: VendorError, url: URL): MabError {
  const { status } = response;
  const { message, kind } = error;
  const said = `${url.origin} answered ${status}${message ? `: ${message}` : ''}`;
  if (kind === 'quota-empty') return new MabError('PROVIDER_ACCOUNT_EMPTY', said, QUOTA_EMPTY);
  if (status === 402 || kind === 'account-empty') {
    return new MabError('PROVIDER_ACCOUNT_EMPTY', said, ACCOUNT_EMPTY);
  }
  if (status === 401 || status === 403 || kind === 'key-refused') {
    return new MabError('PROVIDER_KEY_REFUSED', said, KEY_REFUSED);
  }
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    return new MabError('PROVIDER_OVERLOADED', said, overloaded(response, error));
  }
  if (status === 404) return new MabError('PROVIDER_NOT_FOUND', said, NOT_FOUND);
  return new MabError('PROVIDER_REFUSED', said, {
    blame: 'provider',
    hint: 'Read the message: the request itself was refused, so sending it again would not help.',
    details: { status },
  });
}

const ACCOUNT_EMPTY: MabErrorOptions = {
  blame: 'environment',
  hint: 'Add credit to the account, then run the same command.',
};

const QUOTA_EMPTY: MabErrorOptions = {
  blame: 'environment',
  hint: 'Wait for the next day or ask the vendor for a higher quota, then run the same command.',
};

const KEY_REFUSED: MabErrorOptions = {
  blame: 'environment',
  hint: 'Check the key in the variable that `apiKeyEnv` names, and that it may use this model.',
};

const NOT_FOUND: MabErrorOptions = {
  blame: 'environment',
  hint: 'Check `model` and `baseUrl`: the server does not know one of them.',
};

function overloaded(response: Response, error: VendorError): MabErrorOptions {
  const { status } = response;
  const nowMs = Date.now();
  const retryAfterMs = parseRetryAfter(response.headers, nowMs) ?? error.retryAfterMs;
  const quota = readQuota(response.headers, nowMs);
  return {
    blame: 'provider',
    retry: 'later',
    hint:
      status === 429
        ? 'State the limits of the key in `limits`, or ask the vendor for higher ones.'
        : 'Wait until the provider is well again, then run the same command.',
    // Behind these a proxy may hide a reply that was made and billed.
    details: {
      status,
      mayBeBilled: HIDING_STATUSES.has(status),
      ...(retryAfterMs !== undefined ? { retryAfterMs } : {}),
      ...(quota ? { quota } : {}),
    },
  };
}
