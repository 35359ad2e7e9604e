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
