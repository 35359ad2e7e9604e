import { MabError } from '../../core/errors.ts';
import { parseRetryAfterMs } from './hub-wire.ts';

/** What was being asked for, for messages. */
export interface Wanted {
  readonly repo: string;
  readonly revision: string;
  /** Absent for questions about the revision itself. */
  readonly path?: string;
}

/** A status that is not a success, as the error that says what to do. */
export function statusError(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  url: URL,
  wanted: Wanted,
): MabError {
  if (status === 429 || status === 408 || status >= 500) {
    const retryAfterMs = parseRetryAfterMs(headers, Date.now());
    return new MabError('HUB_OVERLOADED', `${url.origin} answered ${status}.`, {
      blame: 'environment',
      retry: 'later',
      hint: 'Wait a while and run the same command, or give another hub with --mirror.',
      details: { status, ...(retryAfterMs !== undefined && { retryAfterMs }) },
    });
  }
  if (status === 404) return notFound(url, headers.get('x-error-code'), wanted);
  return new MabError('HUB_REFUSED', `${url.origin} answered ${status} to ${shown(wanted)}.`, {
    blame: 'environment',
    hint:
      'The dataset is public, so no account is needed: check the address of the mirror, or whether ' +
      'a proxy stands in between.',
    details: { status },
  });
}

function notFound(url: URL, code: string | null, wanted: Wanted): MabError {
  if (wanted.path === undefined || code === 'RevisionNotFound') {
    const message = `${url.origin} has no revision "${wanted.revision}" of ${wanted.repo}.`;
    return new MabError('HUB_REVISION_UNKNOWN', message, {
      hint: 'Leave --revision out for the revision that scores are published on; check --mirror.',
    });
  }
  return new MabError('HUB_FILE_MISSING', `${url.origin} does not have ${shown(wanted)}.`, {
    hint: 'The mirror is not complete, or is no mirror of the hub: give another with --mirror.',
  });
}

/** A web page, or anything else that is not what a hub says. */
export function notAHub(url: URL, { repo }: Wanted, cause?: unknown): MabError {
  return new MabError('HUB_REPLY_UNREADABLE', `${url.origin} does not answer as a hub does.`, {
    hint:
      `It should serve ${repo} below /datasets and /api/datasets. Check the address of the mirror, ` +
      'and whether the network asks for a sign-in first.',
    ...(cause !== undefined && { cause }),
  });
}

/** The server has another file than the lock names. */
export function otherFile(wanted: Wanted, problem: string): MabError {
  return new MabError(
    'HUB_CHECKSUM',
    `${shown(wanted)} is not the file that is wanted: ${problem}.`,
    {
      blame: 'environment',
      hint: 'Nothing was kept of it. Give another hub with --mirror.',
    },
  );
}

/** No answer, or one that broke off. */
export function networkError(url: URL, reason: string, cause?: unknown): MabError {
  return new MabError('HUB_UNREACHABLE', `${url.origin} cannot be reached: ${reason}.`, {
    blame: 'environment',
    retry: 'later',
    hint:
      'Check the network. Run the same command to go on where it stopped, or give another hub with ' +
      '--mirror.',
    ...(cause !== undefined && { cause }),
  });
}

/** A body that ended too early or stood still. */
export function brokenTransfer(wanted: Wanted, problem: string, cause?: unknown): MabError {
  return new MabError('HUB_TRANSFER_BROKEN', `The transfer of ${shown(wanted)} ${problem}.`, {
    blame: 'environment',
    retry: 'later',
    hint: 'What has arrived is kept: run the same command to go on.',
    ...(cause !== undefined && { cause }),
  });
}

function shown({ repo, revision, path }: Wanted): string {
  return path === undefined ? `${repo} at ${revision}` : `${path} of ${repo}`;
}
