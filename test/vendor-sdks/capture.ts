import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Captured {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** What a form has under each name, the text of a file; undefined where nothing was sent. */
  readonly body: unknown;
}

/**
 * A server that keeps what it is sent, and always answers the same.
 *
 * @param replyOf  By the path, where not all requests have one reply; text goes out as it is.
 */
export async function startCapture(
  reply: unknown,
  replyOf: (path: string) => unknown = () => reply,
): Promise<AsyncDisposable & { readonly origin: string; readonly captured: Captured[] }> {
  const captured: Captured[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method = '', url: path = '', headers } = request;
    captured.push({ method, path, headers, body: await readBody(Buffer.concat(parts), headers) });
    const answer = replyOf(path);
    response.writeHead(200, {
      'content-type': typeof answer === 'string' ? 'application/x-jsonl' : 'application/json',
    });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    captured,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(bytes: Buffer, headers: IncomingHttpHeaders): Promise<unknown> {
  const type = headers['content-type'] ?? '';
  if (bytes.length === 0) return undefined;
  if (!type.startsWith('multipart/')) return JSON.parse(bytes.toString());
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const fields = [...form].map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : await value.text(),
  ]);
  return Object.fromEntries(await Promise.all(fields));
}
