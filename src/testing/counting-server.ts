import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { errorMessage } from '../core/errors.ts';
import { sha256 } from '../core/hashing.ts';
import { anthropic } from './dialects/anthropic.ts';
import type { Dialect, Exchange } from './dialects/dialect.ts';
import { geminiEmbeddings, openAiEmbeddings } from './dialects/embeddings.ts';
import { gemini } from './dialects/gemini.ts';
import { openAiChat } from './dialects/openai-chat.ts';
import { openAiResponses } from './dialects/openai-responses.ts';
import { type Invoice, InvoiceBook, replyPrice, type TokenPrices } from './invoice.ts';
import { type Fault, type FaultPlan, NO_FAULTS } from './server-faults.ts';

/** A request as hooks see it. */
export interface ServedRequest {
  /** Among all requests of this server, from 1, in the order of arrival. */
  readonly number: number;
  /** SHA-256 of the messages' contents, one after the other. */
  readonly textHash: string;
  /** Among the requests with the same text, from 1. */
  readonly attempt: number;
}

export interface CountingServerOptions {
  readonly prices: TokenPrices;
  /** Time to produce a reply, in ms; default 0. */
  readonly latencyMs?: number;
  /** How long a `late` reply is held back once it is produced, in ms; default 60,000. */
  readonly lateMs?: number;
  readonly faults?: FaultPlan;
  /** Of embeddings, where the request asks for none; at most 32, the default. */
  readonly vectorLength?: number;
  /** Called when a request was read to its end, before its reply is produced and billed. */
  readonly onBeforeReply?: (request: ServedRequest) => void | Promise<void>;
  /** Called when the reply's last byte was handed to the operating system. */
  readonly onAfterReply?: (request: ServedRequest) => void;
}

/** A model server that counts, and bills as a vendor does: when the reply is produced. */
export interface CountingServer extends AsyncDisposable {
  /** For `baseUrl`: `http://127.0.0.1:<port>/v1`. */
  readonly url: string;
  readonly port: number;
  invoice(): Invoice;
  /** The last request as the server understood it. */
  lastAsked(): unknown;
}

const DIALECTS: readonly Dialect[] = [
  ...[openAiChat, openAiResponses, anthropic, gemini, openAiEmbeddings, geminiEmbeddings],
];

/**
 * Starts a model server on the loopback address, for tests: it speaks the formats of all vendors,
 * its replies are a pure function of the request, and every request is counted. `GET /invoice`
 * gives the invoice as JSON.
 *
 * @param port  0 for any free one.
 */
export async function startCountingServer(
  options: CountingServerOptions,
  port = 0,
): Promise<CountingServer> {
  const counter = new RequestCounter(options);
  const server = createServer((request, response) => {
    counter.handle(request, response).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    port: address.port,
    invoice: () => counter.book.total(),
    lastAsked: () => counter.lastAsked,
    [Symbol.asyncDispose]: () => closeNow(server, counter),
  };
}

function closeNow(server: Server, counter: RequestCounter): Promise<void> {
  counter.stopped.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

class RequestCounter {
  readonly book = new InvoiceBook();
  readonly stopped = new AbortController();
  lastAsked: unknown;
  readonly #options: CountingServerOptions;
  #requests = 0;

  constructor(options: CountingServerOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.replace(/\?.*$/, '') ?? '';
    if (request.method === 'GET' && path === '/invoice') {
      return send(response, 200, invoiceJson(this.book.total()));
    }
    const dialect = DIALECTS.find((spoken) => spoken.path.test(path));
    if (request.method !== 'POST' || !dialect) {
      return send(response, 404, errorJson('There is nothing here.'));
    }
    const body = await readBody(request);
    const { vectorLength } = this.#options;
    const exchange = understand(() => dialect.exchange(JSON.parse(body), path, vectorLength));
    if (typeof exchange === 'string') return send(response, 400, errorJson(exchange));
    this.lastAsked = exchange.asked;
    await this.#complete(exchange, dialect, response);
  }

  async #complete(exchange: Exchange, dialect: Dialect, response: ServerResponse): Promise<void> {
    const { latencyMs = 0, faults = NO_FAULTS, onBeforeReply, onAfterReply } = this.#options;
    const lines = billLines(exchange);
    const [{ textHash }] = lines;
    this.#requests += 1;
    this.book.accept(lines.map((line) => line.textHash));
    const attempt = this.book.total().requests.get(textHash)?.accepted ?? 1;
    const served: ServedRequest = { number: this.#requests, textHash, attempt };
    const fault = faults(served);
    await onBeforeReply?.(served);
    if (latencyMs > 0) await wait(latencyMs, undefined, { signal: this.stopped.signal });
    response.on('finish', () => onAfterReply?.(served));
    if (fault && refuse(response, fault, dialect)) return;
    this.book.bill(
      lines.map((line) => ({
        textHash: line.textHash,
        picoUsd: replyPrice(line.usage, this.#options.prices),
      })),
    );
    await this.#answer(exchange, fault, response);
  }

  async #answer(
    exchange: Exchange,
    fault: Fault | undefined,
    response: ServerResponse,
  ): Promise<void> {
    if (fault === 'late') {
      const { lateMs = 60_000 } = this.#options;
      await wait(lateMs, undefined, { signal: this.stopped.signal });
    }
    if (fault === 'html') return send(response, 200, '<html><body>Welcome!</body></html>');
    const kind = fault === 'empty' || fault === 'no-usage' ? fault : 'full';
    const body = JSON.stringify(exchange.body(kind));
    const half = body.slice(0, body.length >> 1);
    if (fault === 'invalid-json') return send(response, 200, half);
    if (fault !== 'cut-body') return send(response, 200, body);
    response.writeHead(200, { 'content-length': Buffer.byteLength(body) });
    response.write(half, () => response.destroy());
  }
}

type BillLine = { readonly textHash: string; readonly usage: Exchange['usage'] };

/** One line for a chat, one for each text that is embedded. */
function billLines({ texts, usage, lines }: Exchange): readonly [BillLine, ...BillLine[]] {
  const [first, ...others] = (lines ?? []).map((line) => ({
    textHash: sha256(line.text),
    usage: line.usage,
  }));
  return first ? [first, ...others] : [{ textHash: sha256(texts.join('')), usage }];
}

/** @returns what is wrong with a request that no vendor would take. */
function understand(read: () => Exchange): Exchange | string {
  try {
    return read();
  } catch (error) {
    return errorMessage(error);
  }
}

/** Sends the refusal that a fault stands for. @returns false for faults that produce a reply. */
function refuse(response: ServerResponse, fault: Fault, dialect: Dialect): boolean {
  const refusal = dialect.refusal(fault);
  if (fault === 'hang-up') response.destroy();
  if (!refusal) return fault === 'hang-up';
  if (fault === 'rate-limit') response.setHeader('retry-after', '0');
  send(response, refusal.status, JSON.stringify(refusal.body));
  return true;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function invoiceJson(invoice: Invoice): string {
  const requests = Object.fromEntries(invoice.requests);
  return JSON.stringify({ ...invoice, requests }, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

function errorJson(message: string): string {
  return JSON.stringify({ error: { code: 'invalid_request', message } });
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
