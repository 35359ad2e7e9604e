import { errorMessage } from '../../core/errors.ts';
import { networkError, notAHub, statusError, type Wanted } from './hub-errors.ts';
import { redirectTarget } from './hub-urls.ts';

const REDIRECTS_MAX = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface HubRequest {
  readonly url: URL;
  readonly wanted: Wanted;
  readonly headers?: Readonly<Record<string, string>>;
  readonly watch: StallWatch;
  /** Is shown every answer, redirects included, before it is acted on; throws to refuse it. */
  readonly onHeaders?: (headers: Headers) => void;
}

/**
 * One GET, its redirects followed by hand so that each can be checked first.
 *
 * @returns An answer with a status of 200, 206 or 416, its body not read.
 * @throws {MabError} HUB_… for every other answer, and for none.
 */
export async function requestHub(request: HubRequest): Promise<Response> {
  const { wanted, onHeaders } = request;
  let url = request.url;
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const response = await send(url, request);
    const { status, headers } = response;
    if (status < 400) onHeaders?.(headers);
    if (status === 200 || status === 206 || status === 416) return response;
    await response.body?.cancel();
    if (!REDIRECTS.has(status)) throw statusError(response, url, wanted);
    url = redirectTarget(url, headers.get('location'));
  }
  throw notAHub(request.url, wanted);
}

async function send(url: URL, { headers, watch }: HubRequest): Promise<Response> {
  try {
    return await fetch(url, {
      redirect: 'manual',
      signal: watch.signal,
      // Compressed on the way, ranges would count other bytes than the file's.
      headers: { 'accept-encoding': 'identity', 'user-agent': 'mab', ...headers },
    });
  } catch (error) {
    watch.throwIfStopped();
    if (watch.hasStalled()) throw networkError(url, 'it does not answer', error);
    throw networkError(url, reasonOf(error), error);
  }
}

/** undici hides the reason in the cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? errorMessage(cause ?? error);
}

/** Ends a request that stands still, or that the user stops. */
export class StallWatch implements Disposable {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #stop: AbortSignal;
  readonly #timer: NodeJS.Timeout;

  /**
   * @param stallMs  Longest time without a byte.
   * @param stop     The user's wish; its reason is what `throwIfStopped` throws.
   */
  constructor(stallMs: number, stop: AbortSignal) {
    this.#stop = stop;
    this.signal = AbortSignal.any([stop, this.#controller.signal]);
    this.#timer = setTimeout(() => this.#controller.abort(), stallMs);
  }

  /** A byte has arrived. */
  touch(): void {
    this.#timer.refresh();
  }

  hasStalled(): boolean {
    return this.#controller.signal.aborted;
  }

  throwIfStopped(): void {
    this.#stop.throwIfAborted();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
