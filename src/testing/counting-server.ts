import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { sha256 } from '../core/hashing.ts';
import {
  type CompletionRequest,
  type DeterministicReply,
  deterministicReply,
} from './deterministic-reply.ts';
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
}

const requestSchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  max_tokens: z.int().min(1).optional(),
  max_completion_tokens: z.int().min(1).optional(),
});

/**
 * Starts an OpenAI-compatible model server on the loopback address, for tests: replies are a pure
 * function of the request, and every request is counted. `GET /invoice` gives the invoice as JSON.
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
  readonly #options: CountingServerOptions;
  #requests = 0;

  constructor(options: CountingServerOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && request.url === '/invoice') {
      return send(response, 200, invoiceJson(this.book.total()));
    }
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
      return send(response, 404, errorJson('not_found', 'There is nothing here.'));
    }
    await this.#complete(parseRequest(await readBody(request)), response);
  }

  async #complete(request: CompletionRequest, response: ServerResponse): Promise<void> {
    const { latencyMs = 0, faults = NO_FAULTS, onBeforeReply, onAfterReply } = this.#options;
    const textHash = sha256(request.messages.map(({ content }) => content).join(''));
    this.#requests += 1;
    this.book.accept(textHash);
    const attempt = this.book.total().requests.get(textHash)?.accepted ?? 1;
    const served: ServedRequest = { number: this.#requests, textHash, attempt };
    const fault = faults(served);
    await onBeforeReply?.(served);
    if (latencyMs > 0) await wait(latencyMs, undefined, { signal: this.stopped.signal });
    response.on('finish', () => onAfterReply?.(served));
    if (fault && (await refuse(response, fault))) return;
    const reply = deterministicReply(request);
    this.book.bill(textHash, replyPrice(reply.usage, this.#options.prices));
    await this.#answer(request, reply, fault, response);
  }

  async #answer(
    { model }: CompletionRequest,
    reply: DeterministicReply,
    fault: Fault | undefined,
    response: ServerResponse,
  ): Promise<void> {
    if (fault === 'late') {
      const { lateMs = 60_000 } = this.#options;
      await wait(lateMs, undefined, { signal: this.stopped.signal });
    }
    if (fault === 'html') return send(response, 200, '<html><body>Welcome!</body></html>');
    const body = completionJson(model, fault === 'empty' ? { ...reply, text: '' } : reply);
    const half = body.slice(0, body.length >> 1);
    if (fault === 'invalid-json') return send(response, 200, half);
    if (fault !== 'cut-body') return send(response, 200, body);
    response.writeHead(200, { 'content-length': Buffer.byteLength(body) });
    response.write(half, () => response.destroy());
  }
}

/** Sends the refusal that a fault stands for. @returns false for faults that produce a reply. */
async function refuse(response: ServerResponse, fault: Fault): Promise<boolean> {
  const refusal = REFUSALS[fault];
  if (fault === 'hang-up') response.destroy();
  if (!refusal) return fault === 'hang-up';
  const [status, code, message] = refusal;
  if (fault === 'rate-limit') response.setHeader('retry-after', '0');
  send(response, status, errorJson(code, message));
  return true;
}

const REFUSALS: Readonly<Partial<Record<Fault, readonly [number, string, string]>>> = {
  'rate-limit': [429, 'rate_limit_exceeded', 'Too many requests.'],
  'server-error': [500, 'server_error', 'The server had an error.'],
  'key-refused': [401, 'invalid_api_key', 'Incorrect API key provided.'],
  'quota-empty': [429, 'insufficient_quota', 'You exceeded your current quota.'],
  'payment-required': [402, 'payment_required', 'Insufficient credits.'],
  'bad-request': [400, 'invalid_request', 'This request cannot be served.'],
};

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function parseRequest(body: string): CompletionRequest {
  const { model, messages, max_tokens, max_completion_tokens } = requestSchema.parse(
    JSON.parse(body),
  );
  return { model, messages, maxOutputTokens: max_tokens ?? max_completion_tokens };
}

function completionJson(model: string, { text, usage }: DeterministicReply): string {
  return JSON.stringify({
    object: 'chat.completion',
    model,
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }],
    usage: {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      prompt_tokens_details: { cached_tokens: usage.cachedTokens },
    },
  });
}

function invoiceJson(invoice: Invoice): string {
  const requests = Object.fromEntries(invoice.requests);
  return JSON.stringify({ ...invoice, requests }, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

function errorJson(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } });
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
