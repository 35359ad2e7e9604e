import { setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Invoice } from '../invoice.ts';
import { FrontDoor } from './front-door.ts';
import type { LabOptions } from './lab-options.ts';

/** A model server that counts, limits, and bills as a vendor does: when the reply is produced. */
export interface Lab extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, as Anthropic's client wants it; for Gemini with `/v1beta`. */
  readonly origin: string;
  /** For `baseUrl`: `http://127.0.0.1:<port>/v1`. */
  readonly url: string;
  readonly port: number;
  invoice(): Invoice;
  /** The last request as the server understood it. */
  lastAsked(): unknown;
}

/** More connections than this wait for the operating system; a burst of callers fits. */
const BACKLOG = 4_096;

/**
 * Starts a model server on the loopback address: it speaks the formats of OpenAI, Anthropic and
 * Google, enforces their limits, and its replies are a pure function of the request and of how
 * often it came. `GET /invoice` gives the invoice as JSON.
 *
 * @param port  0 for any free one.
 * @throws when the port is taken.
 */
export async function startLab(options: LabOptions, port = 0): Promise<Lab> {
  const stopped = new AbortController();
  // Every request that is being waited for listens to it.
  setMaxListeners(0, stopped.signal);
  const door = new FrontDoor(options, stopped.signal);
  const server = createServer((request, response) => {
    door.handle(request, response).catch(() => response.destroy());
  });
  // Clients keep connections for longer than Node's five seconds, and would send into a closed one.
  server.keepAliveTimeout = 120_000;
  server.listen({ port, host: '127.0.0.1', backlog: BACKLOG });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  const address = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    ...{ origin, url: `${origin}/v1`, port: address.port },
    invoice: () => door.invoice(),
    lastAsked: () => door.lastAsked(),
    [Symbol.asyncDispose]: () => closeNow(server, stopped),
  };
}

function closeNow(server: Server, stopped: AbortController): Promise<void> {
  stopped.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
