import { errorMessage, MabError } from '../../../core/errors.ts';

/**
 * States in which the same transaction may succeed a little later: the server stops, starts, is
 * full or has handed over to another, or it has ended our session while we were hung.
 * Source: postgresql.org/docs/current/errcodes-appendix.html.
 */
const PASSING_STATES =
  /^(?:08...|57P0[1-5]|53300|25P0[34]|25006|55P03|40001|40P01|58030|XX000|57014)$/;

/** Of Node's sockets and names. */
const PASSING_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOENT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTDOWN', 'ENETDOWN'],
]);

/** Whether waiting may help. What has no code is a connection that the client saw break. */
export function isPassing(error: unknown): boolean {
  if (error instanceof MabError) return false;
  const code = codeOf(error);
  return code === undefined || PASSING_CODES.has(code) || PASSING_STATES.test(code);
}

/** Whether the server has said that it starts, stops or recovers: then the address is right. */
export function isStarting(error: unknown): boolean {
  return codeOf(error) === '57P03';
}

function codeOf(error: unknown): string | undefined {
  const { code, errors } = error as { code?: unknown; errors?: readonly unknown[] };
  if (typeof code === 'string') return code;
  // A host with several addresses: one error for each.
  return errors?.map(codeOf).find((found) => found !== undefined);
}

/**
 * Any error of the database as one that says what to do.
 *
 * @param place  The database without what is secret in its address.
 */
export function postgresError(error: unknown, place: string): MabError {
  if (error instanceof MabError) return error;
  const known = (code: string, message: string, hint: string): MabError =>
    new MabError(code, message, { blame: 'environment', hint, cause: error });
  const said = errorMessage(error) || codeOf(error) || 'no reason was given';
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return known(
        'LEDGER_LOGIN',
        `The ${place} refuses the login: ${said}.`,
        'Check user and password in MAB_LEDGER_URL, and what pg_hba.conf allows.',
      );
    case '3D000':
      return known(
        'LEDGER_DATABASE_MISSING',
        `There is no ${place}.`,
        'Create the database, or correct its name in MAB_LEDGER_URL.',
      );
    case '42501':
      return known(
        'NO_PERMISSION',
        `The ${place} does not allow what the ledger needs: ${said}.`,
        'Grant the user CREATE on the database once; the tables belong to who made them, so let ' +
          'all machines use one user.',
      );
    case '53100':
      return known(
        'DISK_FULL',
        `The disk of the ${place} is full.`,
        'Free space there, then run the same command.',
      );
    case '53200':
      return known('LEDGER_FAILED', `The ${place} has no memory left.`, 'Give the server more.');
  }
  if (isPassing(error)) return unreachable(place, said, error);
  return new MabError('LEDGER_FAILED', said, { blame: 'bug', cause: error });
}

function unreachable(place: string, said: string, cause: unknown): MabError {
  return new MabError('LEDGER_UNREACHABLE', `The ${place} cannot be used: ${said}.`, {
    ...{ blame: 'environment', retry: 'later', cause },
    hint:
      'Check the server, the network and MAB_LEDGER_URL, then run the same command: what was ' +
      'bought is not bought again.',
  });
}
