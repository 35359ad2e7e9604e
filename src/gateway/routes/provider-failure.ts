import { errorMessage, MabError } from '../../core/errors.ts';
import { RETRY_AFTER_MS_MAX } from '../backoff.ts';
import type { Failure } from '../ledger/protocol.ts';

/** A failed attempt but for its error. */
export type AttemptEnd = Pick<Failure, 'attempt' | 'latencyMs' | 'givesUp' | 'route'>;

/**
 * The ledger's entry for a failed attempt. A time-out or a cut body may have been served and
 * billed, so its outcome is unknown. A refused key or an empty account is the user's to mend: not
 * final.
 */
export function closing(error: MabError, attempt: AttemptEnd): Failure {
  const { code, message } = error;
  return {
    ...{ ...attempt, code, message },
    outcome: error.details?.mayBeBilled === true ? 'unknown' : 'error',
    final: error.retry === 'never' && error.blame === 'provider',
  };
}

/** Neither the request's fault nor over in a minute: the key or the name of the model is wrong. */
const ROUTE_IS_OUT = new Set([
  ...['PROVIDER_KEY_REFUSED', 'PROVIDER_ACCOUNT_EMPTY', 'PROVIDER_NOT_FOUND'],
]);

/** Whether the route that said so is of no more use, while another one may serve the request. */
export function putsRouteOut({ code }: MabError): boolean {
  return ROUTE_IS_OUT.has(code);
}

/** Whether the server is well and only asked too often. */
export function meetsLimit({ details }: MabError): boolean {
  return details?.status === 429;
}

/** The pause that the server asked for, in ms. */
export function retryAfterMs({ details }: MabError): number | undefined {
  return details?.retryAfterMs as number | undefined;
}

/** Whether a server asks for a pause that nobody would sit through, such as until tomorrow. */
export function asksTooMuch(error: MabError): boolean {
  return (retryAfterMs(error) ?? 0) > RETRY_AFTER_MS_MAX;
}

/** The same error, with the pause that it would take in its message. */
export function tooLong(error: MabError): MabError {
  const seconds = Math.ceil((retryAfterMs(error) ?? 0) / 1_000);
  return new MabError(
    error.code,
    `${error.message.replace(/\.?$/, '.')} The server asks to wait for ${seconds} s.`,
    {
      blame: error.blame,
      retry: error.retry,
      hint: 'Run the same command again after that time.',
      cause: error,
    },
  );
}

/** Anything that a provider threw, as an error of ours. */
export function asProviderError(error: unknown): MabError {
  if (error instanceof MabError) return error;
  return new MabError('PROVIDER_FAILED', `The provider failed: ${errorMessage(error)}.`, {
    blame: 'bug',
    cause: error,
    details: { mayBeBilled: true },
  });
}
