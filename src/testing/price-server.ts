import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A document of the imitation, or what goes wrong with it. */
export type PriceDocument =
  | string
  | { readonly status: number }
  | { readonly redirect: string }
  /** The connection breaks after these bytes. */
  | { readonly cutAfter: string }
  /** Nothing comes after these bytes. */
  | { readonly stallAfter: string }
  /** Is written chunk by chunk, as fast as the reader takes it. */
  | { readonly chunks: () => Iterable<string> };

export interface PriceServer extends AsyncDisposable {
  readonly url: URL;
  /** `host/path?query`, decoded, in the order of asking. */
  readonly asked: readonly string[];
}

/**
 * Imitates the servers that vendors publish prices on, as a mirror does: `/<host>/<path>`.
 *
 * @param documents  By `host/path`, or by `host/path?query` as it is asked (decoded).
 */
export async function startPriceServer(
  documents: Readonly<Record<string, PriceDocument>>,
): Promise<PriceServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://host');
    const path = url.pathname.slice(1);
    const whole = `${path}${decodeURIComponent(url.search.replaceAll('+', ' '))}`;
    asked.push(whole);
    serve(documents[whole] ?? documents[path] ?? { status: 404 }, response).catch(() =>
      response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: new URL(`http://127.0.0.1:${port}`), asked },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(document: PriceDocument, response: ServerResponse): Promise<void> {
  if (typeof document === 'string') response.end(document);
  else if ('status' in document) response.writeHead(document.status).end();
  else if ('redirect' in document) response.writeHead(302, { location: document.redirect }).end();
  else if ('stallAfter' in document) response.write(document.stallAfter);
  else if ('cutAfter' in document) response.write(document.cutAfter, () => response.destroy());
  else {
    for (const chunk of document.chunks()) {
      if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve));
    }
    response.end();
  }
}
