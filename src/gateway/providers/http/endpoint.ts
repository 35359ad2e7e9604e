import type { Quota } from '../../../contracts/model.ts';
import { MabError } from '../../../core/errors.ts';
import { readQuota } from './quota.ts';
import { statusError, type VendorError } from './status-error.ts';
import { transportError } from './transport-error.ts';

/** What every provider that is reached over HTTP needs to know. */
export interface HttpOptions {
  /** Up to and including the version: `http://127.0.0.1:8080/v1`. */
  readonly baseUrl: string;
  /** Sent in a header, never in an address; absent: no key is sent. */
  readonly apiKey?: string | undefined;
  /** Port to the network; `fetch` itself but in tests. */
  readonly fetch?: typeof fetch;
}

/** How one wire format is spoken at one address. */
export interface Endpoint<Reply> {
  readonly url: URL;
  /** Besides `content-type`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly options: HttpOptions;
  /** What the server answers with, for people: `chat completion`. */
  readonly replyName: string;
  /** Throws whatever it likes for a body that is no such reply. */
  readonly parseReply: (body: unknown) => Reply;
  /** Of the text; absent: it is JSON. */
  readonly decode?: (text: string) => unknown;
  readonly parseError: (body: string) => VendorError;
}

/** The address of one operation below a base URL. */
export function endpointUrl(
  baseUrl: string,
  path: string,
  query: Readonly<Record<string, string>> = {},
): URL {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/**
 * Sends one request, once. What the headers say of the vendor's limits is put into the reply.
 *
 * @throws {MabError} as `ModelProvider` says.
 */
export async function post<Reply extends { readonly quota?: Quota }>(
  endpoint: Endpoint<Reply>,
  body: object,
  signal: AbortSignal,
): Promise<Reply> {
  const { reply, headers } = await exchange(endpoint, jsonBody(body), signal);
  const quota = readQuota(headers, Date.now());
  return quota ? { ...reply, quota } : reply;
}

/** What is sent besides the endpoint's own headers. */
export interface Sent extends Pick<RequestInit, 'method' | 'body'> {
  readonly headers?: Readonly<Record<string, string>>;
}

export function jsonBody(body: object): Sent {
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

/** As `post`, for what is no call of a model: any method and body, and no word on limits. */
export async function send<Reply>(
  endpoint: Endpoint<Reply>,
  sent: Sent,
  signal: AbortSignal,
): Promise<Reply> {
  return (await exchange(endpoint, sent, signal)).reply;
}

async function exchange<Reply>(
  endpoint: Endpoint<Reply>,
  sent: Sent,
  signal: AbortSignal,
): Promise<{ reply: Reply; headers: Headers }> {
  const { url, options } = endpoint;
  const init = { ...sent, headers: { ...sent.headers, ...endpoint.headers }, signal };
  const response = await reach(url, () =>
    (options.fetch ?? fetch)(url, { ...init, redirect: 'error' }),
  );
  const text = await readBody(response, url);
  if (response.ok) return { reply: readReply(text, endpoint), headers: response.headers };
  throw statusError(response, endpoint.parseError(withoutKey(text, options.apiKey)), url);
}

/**
 * Some servers quote the key that they refuse; it must not get into messages or logs. A reply stays
 * as it is: the keys of one's own servers are often words, such as `none`.
 */
function withoutKey(text: string, apiKey: string | undefined): string {
  return apiKey === undefined ? text : text.replaceAll(apiKey, '[key]');
}

async function reach(url: URL, send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    throw transportError(error, url);
  }
}

async function readBody(response: Response, url: URL): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw transportError(error, url, { bodyStarted: true });
  }
}

function readReply<Reply>(text: string, endpoint: Endpoint<Reply>): Reply {
  try {
    return endpoint.parseReply((endpoint.decode ?? JSON.parse)(text));
  } catch (error) {
    if (error instanceof MabError) throw error;
    const { origin } = endpoint.url;
    const message = `${origin} answered with something that is no ${endpoint.replyName}`;
    const start = withoutKey(text, endpoint.options.apiKey).slice(0, 120);
    // No cause: what a JSON parser says quotes the text too.
    throw new MabError('PROVIDER_REPLY_UNREADABLE', `${message}: ${start}`, {
      blame: 'provider',
      retry: 'later',
      hint: 'Check that `baseUrl` is the API that `provider` names; it often ends in /v1.',
      details: { mayBeBilled: true },
    });
  }
}
