import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is sent back: an object goes as JSON, a text as it is. */
export interface Sent {
  readonly status: number;
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export function send(response: ServerResponse, { status, body, headers }: Sent): void {
  response.writeHead(status, { ...JSON_TYPE, ...headers }).end(textOf(body));
}

/** The first half of what would be sent, then the connection breaks. */
export function sendHalf(response: ServerResponse, { status, body, headers }: Sent): void {
  const text = textOf(body);
  const length = { 'content-length': String(Buffer.byteLength(text)) };
  response.writeHead(status, { ...JSON_TYPE, ...headers, ...length });
  response.write(text.slice(0, text.length >> 1), () => response.destroy());
}

const JSON_TYPE = { 'content-type': 'application/json' };

function textOf(body: object | string): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Under whichever name a vendor takes it; `anonymous` for none. */
export function apiKeyOf(request: IncomingMessage, query: URLSearchParams): string {
  const { headers } = request;
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const named = ['x-api-key', 'api-key', 'x-goog-api-key'].flatMap((name) => headers[name] ?? []);
  return bearer ?? named[0] ?? query.get('key') ?? 'anonymous';
}
