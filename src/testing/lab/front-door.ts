import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Invoice, invoiceJson } from '../invoice.ts';
import { vendorRefusal } from '../refusals/vendor-refusal.ts';
import { AnthropicBatches } from './batches/anthropic-batches.ts';
import { FileShelf } from './batches/file-shelf.ts';
import { OpenAiBatches } from './batches/openai-batches.ts';
import { findDialect, understand } from './call.ts';
import { Desk } from './desk.ts';
import { apiKeyOf, readBody, type Sent, send, sendHalf } from './http-io.ts';
import type { LabOptions } from './lab-options.ts';
import { LiveLane } from './live-lane.ts';
import type { Resource } from './managed-request.ts';

/** Leads each request to where it is served. */
export class FrontDoor {
  readonly #desk: Desk;
  readonly #live: LiveLane;
  readonly #resources: readonly Resource[];
  #managed = 0;

  constructor(options: LabOptions, stopped: AbortSignal) {
    this.#desk = new Desk(options);
    this.#live = new LiveLane(this.#desk, stopped);
    const files = new FileShelf(this.#desk);
    this.#resources = [
      new AnthropicBatches(this.#desk, stopped),
      new OpenAiBatches(this.#desk, files, stopped),
      files,
    ];
  }

  invoice(): Invoice {
    return this.#desk.book.total();
  }

  lastAsked(): unknown {
    return this.#desk.lastAsked;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = `http://${request.headers.host}`;
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    if (request.method === 'GET' && pathname === '/invoice') {
      return send(response, { status: 200, body: invoiceJson(this.invoice()) });
    }
    const resource = this.#resources.find(({ path }) => path.test(pathname));
    if (resource) return this.#manage(resource, request, response, new URL(pathname, origin));
    const dialect = findDialect(pathname);
    if (request.method !== 'POST' || !dialect) return send(response, nothingHere());
    const key = apiKeyOf(request, searchParams);
    const body = await readBody(request);
    const { vectorLength } = this.#desk.options;
    const exchange = understand(() =>
      dialect.exchange(JSON.parse(body.toString('utf8')), pathname, vectorLength),
    );
    if (typeof exchange === 'string') {
      return send(response, vendorRefusal(dialect.vendor, 'bad-request', { message: exchange }));
    }
    await this.#live.serve({ dialect, exchange, key }, response);
  }

  async #manage(
    resource: Resource,
    request: IncomingMessage,
    response: ServerResponse,
    at: URL,
  ): Promise<void> {
    const body = await readBody(request);
    const method = request.method ?? '';
    this.#managed += 1;
    const served = { number: this.#managed, method, path: at.pathname };
    const fault = this.#desk.options.managedFaults?.(served);
    if (fault === 'hang-up') response.destroy();
    else if (fault === 'cut-body') {
      sendHalf(response, await this.#serveManaged(resource, request, body, at));
    } else if (fault) send(response, vendorRefusal(resource.vendor, fault));
    else send(response, await this.#serveManaged(resource, request, body, at));
  }

  async #serveManaged(
    resource: Resource,
    request: IncomingMessage,
    body: Buffer,
    at: URL,
  ): Promise<Sent> {
    const query = new URL(request.url ?? '/', at).searchParams;
    const key = apiKeyOf(request, query);
    if (!this.#desk.knowsKey(key)) return vendorRefusal(resource.vendor, 'key-refused');
    const [, id = '', verb = ''] = resource.path.exec(at.pathname) ?? [];
    const asked = {
      ...{ method: request.method ?? '', path: at.pathname, query, key, body, origin: at.origin },
      contentType: request.headers['content-type'] ?? '',
    };
    return (await resource.serve(asked, id, verb)) ?? nothingHere();
  }
}

function nothingHere(): Sent {
  return { status: 404, body: { error: { code: 'not_found', message: 'There is nothing here.' } } };
}
