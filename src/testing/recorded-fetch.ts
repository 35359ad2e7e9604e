/** One request as it would have gone to the network. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** A network that gives one reply and keeps what was sent. */
export function recordedFetch(reply: Response | Error): {
  readonly fetch: typeof fetch;
  readonly sent: SentRequest[];
} {
  const sent: SentRequest[] = [];
  return {
    sent,
    fetch: async (url, init) => {
      const headers = Object.fromEntries(new Headers(init?.headers));
      sent.push({ url: String(url), headers, body: JSON.parse(String(init?.body)) });
      if (reply instanceof Error) throw reply;
      return reply;
    },
  };
}

/** The body of the only request. */
export function bodyOf([only, ...others]: readonly SentRequest[]): unknown {
  if (!only || others.length > 0) throw new RangeError('not exactly one request was sent');
  return only.body;
}

/** One exchange over the network: what was sent, its body as text. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A network that gives replies one after the other, and keeps what was sent. */
export function recordedExchanges(replies: readonly (Response | Error)[]): {
  readonly fetch: typeof fetch;
  readonly sent: Exchange[];
} {
  const left = [...replies];
  const sent: Exchange[] = [];
  return {
    sent,
    fetch: async (url, init) => {
      const request = new Request(String(url), init);
      const { method, headers } = request;
      sent.push({
        ...{ method, url: String(url), headers: Object.fromEntries(headers) },
        body: await request.text(),
      });
      const reply = left.shift();
      if (!reply) throw new RangeError(`nothing was recorded for ${method} ${String(url)}`);
      if (reply instanceof Error) throw reply;
      return reply;
    },
  };
}
