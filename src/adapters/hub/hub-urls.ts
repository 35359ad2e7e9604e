import { MabError } from '../../core/errors.ts';
import { isLoopback, isPrivate } from '../../core/private-url.ts';

/** The hub that public datasets are published on. */
export const DEFAULT_ENDPOINT = 'https://huggingface.co';

/**
 * The base address of a hub or of its mirror, without a slash at the end.
 * @throws {MabError} HUB_URL_REFUSED for anything but https (http on this machine only), and for
 *   addresses with a user, a query or a fragment.
 */
export function parseEndpoint(text: string): URL {
  const url = parseUrl(text);
  if (!url) throw refused(`"${text}" is no URL`);
  if (!isPrivate(url)) throw refused(`${url.origin} is not https`);
  if (url.username || url.password) throw refused('an address may hold no user and no password');
  if (url.search || url.hash) throw refused(`"${text}" is more than the base address of a hub`);
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** Where the commit of a branch, tag or commit is told. */
export function revisionUrl(endpoint: URL, repo: string, revision: string): URL {
  return below(endpoint, `api/datasets/${repo}/revision/${encodeURIComponent(revision)}`);
}

/** Where all files of a commit are listed. */
export function treeUrl(endpoint: URL, repo: string, commit: string): URL {
  return below(endpoint, `api/datasets/${repo}/tree/${commit}?recursive=true`);
}

/** Where a file is to be had. */
export function fileUrl(endpoint: URL, repo: string, commit: string, path: string): URL {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return below(endpoint, `datasets/${repo}/resolve/${commit}/${encoded}`);
}

function below(endpoint: URL, path: string): URL {
  return new URL(`${endpoint.href.replace(/\/$/, '')}/${path}`);
}

/**
 * Where a redirect leads.
 * @throws {MabError} HUB_REDIRECT_REFUSED away from https; to this machine only from this machine.
 */
export function redirectTarget(from: URL, location: string | null): URL {
  const target = parseUrl(location, from.href);
  if (target && target.protocol === 'https:' && !isLoopback(target)) return target;
  if (target && isPrivate(target) && isLoopback(from)) return target;
  throw new MabError('HUB_REDIRECT_REFUSED', `${from.origin} sends on to ${shown(location)}.`, {
    blame: 'environment',
    hint: 'Only redirects to https are followed. Give the address of another hub with --mirror.',
  });
}

function parseUrl(text: string | null, base?: string): URL | undefined {
  return text !== null && URL.canParse(text, base) ? new URL(text, base) : undefined;
}

function shown(location: string | null): string {
  return parseUrl(location)?.origin ?? 'an address that cannot be read';
}

function refused(problem: string): MabError {
  return new MabError('HUB_URL_REFUSED', `The address of the hub cannot be used: ${problem}.`, {
    hint: 'Give the base address of a mirror, such as https://hub.example.org, with --mirror.',
  });
}
