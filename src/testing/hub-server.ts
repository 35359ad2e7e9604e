import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { sha256 } from '../core/hashing.ts';

/**
 * A server that behaves as the Hugging Face hub does towards somebody who pulls a dataset: an API
 * that tells commits and files, addresses that send on to another host (where the bytes of large
 * files lie), ranges, entity tags, and what can go wrong on the way.
 *
 * Source: the requests and checks of the hub's own Python client, which `test/python/hub.test.ts`
 * runs against this server.
 */
export interface HubServer extends AsyncDisposable {
  /** Base address of the hub. */
  readonly url: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly SeenRequest[];
  /** Bytes of file content sent so far. */
  sentBytes(): number;
}

export interface SeenRequest {
  /** `cdn`: the host that the hub sends on to. */
  readonly host: 'hub' | 'cdn';
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** What goes wrong with one transfer. */
export type HubFault =
  /** Closes the connection at this byte of the file, once `until` (it has arrived) resolves. */
  | { readonly kind: 'cut'; readonly atByte: number; readonly until: () => Promise<void> }
  /** Sends nothing from this byte of the file on, and keeps the connection. */
  | { readonly kind: 'stall'; readonly atByte: number }
  /** Sends a kilobyte at a time, with pauses. */
  | { readonly kind: 'slow'; readonly pauseMs: number }
  /** Flips a bit of what it sends. */
  | { readonly kind: 'wrong-bytes' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'web-page' }
  /** Sends everything, whatever was asked for. */
  | { readonly kind: 'no-ranges' }
  | { readonly kind: 'redirect'; readonly location: string };

export interface HubServerOptions {
  readonly repo: string;
  /** By commit, then by path. */
  readonly revisions: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
  /** Branches and tags. */
  readonly names?: Readonly<Record<string, string>>;
  /** The fault of the n-th transfer, from 0. */
  readonly faults?: (transfer: number, path: string) => HubFault | undefined;
  /** A host that tells other facts than are so; to be found out before the transfer. */
  readonly lie?: { readonly linkedSize?: number; readonly linkedEtag?: string };
}

export async function startHubServer(options: HubServerOptions): Promise<HubServer> {
  const hub = new ImitatedHub(options);
  const cdn = await listen((request, response) => hub.serveBytes(request, response));
  hub.cdnUrl = cdn.url;
  const front = await listen((request, response) => hub.serve(request, response));
  return {
    url: front.url,
    requests: hub.requests,
    sentBytes: () => hub.sentBytes,
    [Symbol.asyncDispose]: async () => {
      hub.stopped.abort();
      await Promise.all([front.close(), cdn.close()]);
    },
  };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function listen(handler: Handler): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    handler(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

interface Content {
  readonly path: string;
  readonly bytes: Uint8Array;
}

class ImitatedHub {
  readonly requests: SeenRequest[] = [];
  readonly stopped = new AbortController();
  sentBytes = 0;
  cdnUrl = '';
  readonly #options: HubServerOptions;
  #transfers = 0;

  constructor(options: HubServerOptions) {
    this.#options = options;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = this.#note('hub', request);
    const { repo } = this.#options;
    const [api, files] = [`/api/datasets/${repo}/`, `/datasets/${repo}/resolve/`];
    if (url.pathname.startsWith(api)) {
      this.#tell(url.pathname.slice(api.length), response);
      return;
    }
    if (!url.pathname.startsWith(files)) {
      refuse(response, 401, 'RepoNotFound');
      return;
    }
    const [revision = '', ...path] = url.pathname.slice(files.length).split('/');
    await this.#sendOn(decodeURIComponent(revision), path.join('/'), { request, response });
  }

  async serveBytes(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = this.#note('cdn', request);
    const [, commit = '', ...path] = url.pathname.split('/');
    const bytes = this.#options.revisions[commit]?.[path.join('/')];
    if (!bytes) return refuse(response, 404, 'EntryNotFound');
    response.setHeader('etag', `"${createHash('md5').update(bytes).digest('hex')}"`);
    await this.#transfer({ path: path.join('/'), bytes }, request, response);
  }

  #note(host: SeenRequest['host'], { url = '/', headers }: IncomingMessage): URL {
    const parsed = new URL(url, 'http://host');
    const { range, 'if-range': ifRange } = headers;
    this.requests.push({
      host,
      path: parsed.pathname,
      range,
      ifRange: ifRange as string | undefined,
    });
    return parsed;
  }

  #commitOf(revision: string): string | undefined {
    const commit = this.#options.names?.[revision] ?? revision;
    return this.#options.revisions[commit] && commit;
  }

  #tell(question: string, response: ServerResponse): void {
    const [kind = '', revision = ''] = question.split('/');
    const commit = this.#commitOf(decodeURIComponent(revision));
    if (!commit) refuse(response, 404, 'RevisionNotFound');
    else if (kind === 'revision') sendJson(response, { id: this.#options.repo, sha: commit });
    else if (kind === 'tree') sendJson(response, treeOf(this.#options.revisions[commit] ?? {}));
    else refuse(response, 404, 'EntryNotFound');
  }

  /** Large files are sent on to the other host, small ones come from here. */
  async #sendOn(
    revision: string,
    path: string,
    { request, response }: { request: IncomingMessage; response: ServerResponse },
  ): Promise<void> {
    const commit = this.#commitOf(revision);
    if (!commit) return refuse(response, 404, 'RevisionNotFound');
    const bytes = this.#options.revisions[commit]?.[path];
    if (!bytes) return refuse(response, 404, 'EntryNotFound');
    const { lie } = this.#options;
    response.setHeader('x-repo-commit', commit);
    if (!isLarge(path)) {
      response.setHeader('etag', `"${gitOid(bytes)}"`);
      return this.#transfer({ path, bytes }, request, response);
    }
    response.writeHead(302, {
      'accept-ranges': 'bytes',
      'x-linked-size': String(lie?.linkedSize ?? bytes.length),
      'x-linked-etag': `"${lie?.linkedEtag ?? sha256(bytes)}"`,
      location: `${this.cdnUrl}/${commit}/${path}?signature=abc`,
    });
    response.end();
  }

  async #transfer(
    { path, bytes }: Content,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (request.method === 'HEAD') {
      response.writeHead(200, { 'content-length': bytes.length }).end();
      return;
    }
    const fault = this.#options.faults?.(this.#transfers++, path);
    if (fault && refuseByFault(response, fault)) return;
    const start = fault?.kind === 'no-ranges' ? 0 : rangeStart(request, response, bytes);
    if (start > 0 && start >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    response.writeHead(start > 0 ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'content-length': bytes.length - start,
      ...(start > 0 && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    await this.#sendBytes(bytes.subarray(start, endOf(fault)), fault, response);
  }

  async #sendBytes(
    bytes: Uint8Array,
    fault: HubFault | undefined,
    response: ServerResponse,
  ): Promise<void> {
    const { signal } = this.stopped;
    if (fault?.kind === 'cut' || fault?.kind === 'stall') {
      await this.#write(response, bytes);
      // What a client has not read yet is lost to it when the connection breaks.
      if (fault.kind === 'cut') await fault.until();
      else await wait(60_000, undefined, { signal });
      response.destroy();
      return;
    }
    if (fault?.kind === 'slow') {
      for (let at = 0; at < bytes.length; at += 1_024) {
        await this.#write(response, bytes.subarray(at, at + 1_024));
        await wait(fault.pauseMs, undefined, { signal });
      }
    } else {
      const sent = fault?.kind === 'wrong-bytes' ? damaged(bytes) : bytes;
      await this.#write(response, sent);
    }
    response.end();
  }

  #write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
    this.sentBytes += bytes.length;
    return new Promise((resolve, reject) => {
      response.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** As `*.parquet filter=lfs` in the repository's attributes has it. */
const isLarge = (path: string): boolean => path.endsWith('.parquet');

function treeOf(files: Readonly<Record<string, Uint8Array>>): object[] {
  const folders = new Set(Object.keys(files).flatMap((path) => path.split('/').slice(0, -1)));
  return [
    ...[...folders].map((path) => ({ type: 'directory', oid: gitOid(path), size: 0, path })),
    ...Object.entries(files).map(([path, bytes]) => treeEntry(path, bytes)),
  ];
}

function treeEntry(path: string, bytes: Uint8Array): object {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(bytes)}\n`;
  if (!isLarge(path)) return { type: 'file', oid: gitOid(bytes), size: bytes.length, path };
  return {
    ...{ type: 'file', path, oid: gitOid(pointer), size: bytes.length },
    lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: pointer.length },
  };
}

/** Printed by `git hash-object` for the same bytes. */
function gitOid(content: string | Uint8Array): string {
  const bytes = Buffer.from(content as Uint8Array);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Where a transfer with a fault ends; undefined: at the end. */
function endOf(fault: HubFault | undefined): number | undefined {
  return fault?.kind === 'cut' || fault?.kind === 'stall' ? fault.atByte : undefined;
}

/** Where a transfer begins: 0 unless a range is asked for that is still of the same content. */
function rangeStart(
  { headers }: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
): number {
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const isSame =
    headers['if-range'] === undefined || headers['if-range'] === response.getHeader('etag');
  return isSame ? Math.min(start, bytes.length) : 0;
}

function refuseByFault(response: ServerResponse, fault: HubFault): boolean {
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, fault.retryAfter ? { 'retry-after': fault.retryAfter } : {});
      break;
    case 'redirect':
      response.writeHead(302, { location: fault.location });
      break;
    case 'web-page':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      break;
    default:
      return false;
  }
  response.end(fault.kind === 'web-page' ? '<html><body>Please sign in.</body></html>' : '');
  return true;
}

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = copy.length >> 1;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'x-error-code': code })
    .end(JSON.stringify({ error: code }));
}
