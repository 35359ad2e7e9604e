import type { PriceWeb } from '../../contracts/price-feed.ts';
import { errorMessage, MabError } from '../../core/errors.ts';
import { isLoopback, isPrivate } from '../../core/private-url.ts';
import { refused, shownUrl, unreachable, unreadable } from './price-web-errors.ts';
import { linesOf, parsedJson } from './read-bytes.ts';

export interface HttpWebOptions {
  /** Holds copies at `<base>/<host>/<path>`; absent: the vendors themselves. */
  readonly base?: URL;
  /** Longest time without a byte, in ms. */
  readonly stallMs: number;
  readonly signal: AbortSignal;
  readonly jsonBytesMax?: number;
}

const JSON_BYTES_MAX = 64 * 1024 * 1024;
/** The largest file that is read is AmazonEC2 of one region: 0.3 GB of CSV. */
const LINES_BYTES_MAX = 4 * 1024 * 1024 * 1024;
const PAGES_MAX = 2_000;
const REDIRECTS_MAX = 5;

/** The documents of vendors over the network, or of a mirror that has them. */
export function createHttpWeb(options: HttpWebOptions): PriceWeb {
  const { jsonBytesMax = JSON_BYTES_MAX } = options;
  const json = async (url: URL): Promise<unknown> =>
    await parsedJson(bodyOf(url, jsonBytesMax, options), shownUrl(url));
  return {
    json,
    lines: (url) => linesOf(bodyOf(url, LINES_BYTES_MAX, options)),
    async *pages(first, nextOf) {
      let url: URL | undefined = first;
      for (let count = 0; url; count++) {
        if (count === PAGES_MAX) throw unreadable(first, `has more than ${PAGES_MAX} pages`);
        const page = await json(url);
        yield page;
        url = nextOf(page);
        if (url && url.host !== first.host) throw unreadable(first, `goes on at ${url.host}`);
      }
    },
  };
}

async function* bodyOf(
  url: URL,
  bytesMax: number,
  { base, stallMs, signal }: HttpWebOptions,
): AsyncIterable<Uint8Array> {
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), stallMs);
  try {
    const watched = AbortSignal.any([signal, stall.signal]);
    const { body } = await follow(base ? mirrored(base, url) : url, watched);
    let bytes = 0;
    for await (const chunk of body ?? []) {
      timer.refresh();
      bytes += chunk.length;
      if (bytes > bytesMax) throw unreadable(url, `is larger than ${bytesMax} bytes`);
      yield chunk;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof MabError) throw error;
    const reason = stall.signal.aborted ? 'it stands still' : reasonOf(error);
    throw unreachable(base ?? url, reason, error);
  } finally {
    clearTimeout(timer);
  }
}

/** `https://host/path?query` below the base address of a mirror. */
function mirrored(base: URL, { host, pathname, search }: URL): URL {
  return new URL(`${base.href.replace(/\/$/, '')}/${host}${pathname}${search}`);
}

/** One GET, its redirects followed by hand so that each can be checked first. */
async function follow(first: URL, signal: AbortSignal): Promise<Response> {
  let url = first;
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: { 'user-agent': 'mab' },
    });
    if (response.status === 200) return response;
    await response.body?.cancel();
    if (response.status < 300 || response.status >= 400) throw refused(url, response.status);
    url = redirectTarget(url, response.headers.get('location'));
  }
  throw unreadable(first, 'sends on and on');
}

/** Only to https; to this machine only from this machine. */
function redirectTarget(from: URL, location: string | null): URL {
  const target =
    location !== null && URL.canParse(location, from.href) ? new URL(location, from) : null;
  const isSafe = target && isPrivate(target) && (!isLoopback(target) || isLoopback(from));
  if (!isSafe) throw unreadable(from, `sends on to ${target?.origin ?? 'nowhere'}`);
  return target;
}

/** undici hides the reason in the cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? errorMessage(cause ?? error);
}
