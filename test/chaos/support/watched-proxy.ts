import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request on its way to the server behind the proxy. */
export interface PassingRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
}

export interface ProxyHooks {
  /** The request has arrived. @returns whether it goes on to the server; else it is lost. */
  onRequest?(request: PassingRequest): Promise<boolean>;
  /** The server has answered, and whoever asked does not have it yet. */
  onReply?(request: PassingRequest): Promise<void>;
}

export interface WatchedProxy extends AsyncDisposable {
  /** For `baseUrl`: `http://127.0.0.1:<port>/v1`. */
  readonly url: string;
}

/** Stands before a model server, and tells of every request that passes. */
export async function startProxy(origin: string, hooks: ProxyHooks): Promise<WatchedProxy> {
  const server = createServer((request, response) => {
    pass(origin, hooks, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function pass(
  origin: string,
  hooks: ProxyHooks,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const passing = { method, path: url.replace(/\?.*$/, '') };
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if ((await hooks.onRequest?.(passing)) === false) throw new Error('lost');
  const { 'content-length': _, connection: __, host: ___, ...headers } = request.headers;
  const reply = await fetch(`${origin}${url}`, {
    ...{ method, headers: headers as Record<string, string> },
    ...(parts.length > 0 ? { body: Buffer.concat(parts) } : {}),
  });
  const body = Buffer.from(await reply.arrayBuffer());
  await hooks.onReply?.(passing);
  response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(body);
}
