import { errorMessage, MabError } from '../../../core/errors.ts';

/** Codes of failures before the request can have been read by a server. */
const NOT_SENT = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
]);

/** What `fetch` throws, as the error that says whether the request may have been billed. */
export function transportError(
  error: unknown,
  { origin }: URL,
  { bodyStarted = false } = {},
): MabError {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new MabError('PROVIDER_TIMEOUT', `${origin} did not answer in time.`, {
      blame: 'provider',
      retry: 'later',
      hint: 'Raise `timeoutMs` of the model, or lower `concurrency`.',
      details: { mayBeBilled: true },
    });
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  const reason = cause === undefined ? errorMessage(error) : errorMessage(cause);
  return new MabError('PROVIDER_UNREACHABLE', `${origin} cannot be reached: ${reason || code}.`, {
    blame: 'provider',
    retry: 'later',
    hint: 'Check `baseUrl`, the network, and that the server is running.',
    cause: error,
    details: { mayBeBilled: bodyStarted || !NOT_SENT.has(code) },
  });
}
