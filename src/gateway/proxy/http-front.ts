import type { IncomingMessage, ServerResponse } from 'node:http';
import { MabError } from '../../core/errors.ts';
import type { ProxyKind } from './proxy-call.ts';
import type { ProxyDesk, Served } from './proxy-desk.ts';
import { badRequest, wireError } from './proxy-error.ts';
import type { Holder, TokenTable } from './tokens.ts';

/** More than any model can read. */
const BODY_BYTES_MAX = 64 * 1024 * 1024;

const KINDS: Readonly<Record<string, ProxyKind>> = {
  '/v1/chat/completions': 'chat',
  '/v1/responses': 'responses',
  '/v1/embeddings': 'embeddings',
};

/** From bytes to what is asked, and back. */
export class HttpFront {
  readonly #desk: ProxyDesk;
  readonly #tokens: TokenTable;
  readonly #serving = new Set<Promise<void>>();

  constructor(desk: ProxyDesk, tokens: TokenTable) {
    this.#desk = desk;
    this.#tokens = tokens;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const served = this.#serve(request, response).catch((error: unknown) => {
      const { status, headers, body } = wireError(error);
      sendJson(response, status, body, headers);
    });
    this.#serving.add(served);
    served.finally(() => this.#serving.delete(served));
  }

  /** Resolves when every request that has come is answered. */
  async served(): Promise<void> {
    await Promise.all(this.#serving);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    refuseStrangers(request);
    const holder = this.#tokens.find(request.headers.authorization);
    if (!holder) throw tokenUnknown();
    const path = (request.url ?? '').replace(/\?.*$/, '').replace(/\/+$/, '');
    if (request.method === 'GET') {
      const found = this.#desk.lookUp(path);
      if (found) return sendJson(response, 200, found);
    }
    const kind = request.method === 'POST' ? KINDS[path] : undefined;
    if (kind === undefined) throw addressUnknown(request.method, path);
    await this.#answer(await readBody(request), { kind, holder }, response);
  }

  async #answer(
    body: Readonly<Record<string, unknown>>,
    { kind, holder }: { kind: ProxyKind; holder: Holder },
    response: ServerResponse,
  ): Promise<void> {
    const left = Promise.withResolvers<void>();
    response.on('close', () => {
      if (!response.writableFinished) left.resolve();
    });
    const served = await this.#desk.serve(kind, body, holder, left.promise);
    if (!response.destroyed) send(response, served);
  }
}

/**
 * Pages in a browser may not call: they would send the host that they think they talk to, or say
 * where they come from. Source: "DNS rebinding"; Fetch standard, `Origin` header.
 */
function refuseStrangers({ headers, socket }: IncomingMessage): void {
  const { localPort } = socket;
  const hosts = [`127.0.0.1:${localPort}`, `localhost:${localPort}`];
  const isKnown = hosts.includes((headers.host ?? '').toLowerCase());
  if (isKnown && headers.origin === undefined) return;
  throw new MabError(
    'PROXY_CALLER_REFUSED',
    'The metering proxy serves programs of this machine.',
    {
      hint: `Call it as ${hosts[0]}, and not from a page in a browser.`,
    },
  );
}

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_BYTES_MAX) throw tooLarge();
    parts.push(part);
  }
  const body = parseJson(Buffer.concat(parts).toString('utf8'));
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return body as Record<string, unknown>;
  }
  throw badRequest('body', 'must be a JSON object');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { body, events }: Served): void {
  if (events === undefined) {
    sendJson(response, 200, body);
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  response.end(events.join(''));
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed) return;
  // A reply that was begun cannot become another one.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function tokenUnknown(): MabError {
  return new MabError('PROXY_TOKEN_UNKNOWN', 'The API key is no token of this proxy.', {
    hint: 'Use the one that `mab proxy` has printed; each start has a new one.',
  });
}

function addressUnknown(method: string | undefined, path: string): MabError {
  return new MabError('PROXY_ADDRESS_UNKNOWN', `The metering proxy has no ${method} ${path}.`, {
    hint: `It has POST ${Object.keys(KINDS).join(', ')} and GET /v1/models.`,
  });
}

function tooLarge(): MabError {
  return new MabError('PROXY_BODY_TOO_LARGE', 'The request has more than 64 MiB.', {
    hint: 'Send less at once.',
  });
}
