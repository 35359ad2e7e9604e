import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallScope } from '../../contracts/gateway.ts';
import { MabError } from '../../core/errors.ts';
import { HttpFront } from './http-front.ts';
import { ProxyDesk, type ProxyDeskOptions } from './proxy-desk.ts';
import { type TokenOptions, TokenTable } from './tokens.ts';

export interface ProxyOptions extends ProxyDeskOptions {
  /** 0: any free one. */
  readonly port: number;
}

/** The right to call the models of a proxy, until it is closed. */
export interface ProxyToken extends Disposable {
  /** What a client takes for its API key. */
  readonly apiKey: string;
}

/** A model server for other people's code, which lives in front of the gateway. */
export interface MeteringProxy extends AsyncDisposable {
  /** What a client takes for the address of its API: `http://127.0.0.1:<port>/v1`. */
  readonly baseUrl: string;
  /** Names that a client may give as its model. */
  readonly models: readonly string[];
  /**
   * @param scope  Where the calls that are made with it belong.
   */
  token(scope: CallScope, options?: TokenOptions): ProxyToken;
  /** Takes no more requests, and waits for those that are being served, because they are paid. */
  close(): Promise<void>;
}

/**
 * Starts a server that speaks OpenAI's chat completions, responses and embeddings on the loopback
 * address. Whatever is pointed at it is keyed, limited, metered and billed like our own calls.
 *
 * @throws {MabError} PORT_TAKEN.
 */
export async function startProxy({ port, ...options }: ProxyOptions): Promise<MeteringProxy> {
  const tokens = new TokenTable();
  const desk = new ProxyDesk(options);
  const front = new HttpFront(desk, tokens);
  const server = createServer((request, response) => front.handle(request, response));
  // A reply may take as long as the model needs; only what is sent to us has to come in time.
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(port, LOOPBACK);
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', (error) => reject(notListening(error, port)));
  });
  const { port: bound } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    await front.served();
    server.closeAllConnections();
    await closed;
  };
  return {
    baseUrl: `http://${LOOPBACK}:${bound}/v1`,
    models: desk.models,
    token(scope, tokenOptions = {}) {
      const { token, revoke } = tokens.issue(scope, tokenOptions);
      return { apiKey: token, [Symbol.dispose]: revoke };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const LOOPBACK = '127.0.0.1';
const REQUEST_TIMEOUT_MS = 60_000;
/** Longer than clients keep a connection, so that none is closed while they send on it. */
const KEEP_ALIVE_MS = 60_000;

function notListening(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  return new MabError('PORT_TAKEN', `Port ${port} of this machine cannot be used.`, {
    blame: 'environment',
    hint: 'Give another one with --port, or none: then a free one is taken.',
    cause: error,
  });
}
