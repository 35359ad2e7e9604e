import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Vendor, WireReply } from '../dialects/dialect.ts';
import type { RefusalFacts, RefusalKind } from '../refusals/refusal.ts';
import { vendorRefusal } from '../refusals/vendor-refusal.ts';
import type { Fault, ServedRequest } from '../server-faults.ts';
import type { Call } from './call.ts';
import type { Desk } from './desk.ts';
import type { DrawnReply } from './draw-reply.ts';
import { send, sendHalf } from './http-io.ts';
import { AccountLimits, type LimitRefusal } from './limits/account-limits.ts';
import { limitHeaders, retryHeaders } from './limits/limit-headers.ts';
import type { GoodTicket, Ticket } from './ticket.ts';

/** Faults that are told at once; the others take the time of a reply. */
const AT_ONCE: Readonly<Partial<Record<Fault, RefusalKind>>> = {
  'rate-limit': 'rate-limit',
  'key-refused': 'key-refused',
  'quota-empty': 'quota-empty',
  'payment-required': 'payment-required',
  'bad-request': 'bad-request',
};

/** For a count, which says nothing else. */
const NO_REPLY: WireReply = {
  ...{ id: '', createdMs: 0, isEmpty: true, text: '', usage: undefined },
  finish: 'stop',
};

const PAGE = '<html><body>Welcome!</body></html>';
const HTML = { 'content-type': 'text/html' };

type Headers = Readonly<Record<string, string>>;

/** Requests that are answered as they come, under limits of rate and in their time. */
export class LiveLane {
  readonly #desk: Desk;
  readonly #stopped: AbortSignal;
  readonly #limits = new Map<string, AccountLimits>();

  constructor(desk: Desk, stopped: AbortSignal) {
    this.#desk = desk;
    this.#stopped = stopped;
  }

  async serve(call: Call, response: ServerResponse): Promise<void> {
    const { onBeforeReply, onAfterReply } = this.#desk.options;
    if (call.dialect.countsOnly) return this.#count(call, response);
    const ticket = this.#desk.accept(call, 'live');
    response.on('finish', () => onAfterReply?.(ticket.served));
    await onBeforeReply?.(ticket.served);
    const checked = this.#desk.check(ticket);
    const fault = ticket.fault && AT_ONCE[ticket.fault];
    if ('refusal' in checked) this.#refuse(ticket, response, checked.refusal, checked.facts);
    else if (fault) this.#refuse(ticket, response, fault, {}, retryHeaders(call.dialect.vendor, 0));
    else await this.#enter(checked, response);
  }

  async #enter(ticket: GoodTicket, response: ServerResponse): Promise<void> {
    const { inputTokens, outputTokensMax, cache, call } = ticket;
    const { vendor } = call.dialect;
    const limits = this.#limitsOf(ticket, vendor);
    const uncachedTokens = inputTokens - cache.cachedTokens;
    const need = { inputTokens, uncachedTokens, outputTokensMax };
    const nowMs = this.#desk.nowMs();
    const refusal = limits.enter(need, nowMs);
    const headers = {
      ...requestId(vendor, ticket.served),
      ...limitHeaders(vendor, limits, nowMs),
    };
    if (refusal) {
      const kind = Number.isFinite(refusal.retryAfterMs) ? 'rate-limit' : 'too-large';
      const when = retryHeaders(vendor, refusal.retryAfterMs);
      this.#refuse(ticket, response, kind, limitFacts(ticket, refusal), { ...headers, ...when });
      return;
    }
    let written = 0;
    try {
      written = await this.#answer(ticket, response, headers);
    } finally {
      limits.end(written, this.#desk.nowMs());
    }
  }

  /** @returns how many tokens were written. */
  async #answer(ticket: GoodTicket, response: ServerResponse, headers: Headers): Promise<number> {
    const { served, fault } = ticket;
    const { latencyMs = 0, lateMs = 60_000 } = this.#desk.options;
    await this.#wait(this.#desk.drawMs(latencyMs, `${served.textHash} ${served.attempt}`));
    if (fault === 'hang-up') {
      this.#desk.refuse(ticket);
      response.destroy();
      return 0;
    }
    if (fault === 'server-error') {
      this.#refuse(ticket, response, fault, {}, headers);
      return 0;
    }
    const drawn = this.#desk.produce(ticket);
    if (fault === 'late') await this.#wait(lateMs);
    answer(ticket, drawn, response, headers);
    return drawn.usage.completionTokens;
  }

  #refuse(
    ticket: Ticket,
    response: ServerResponse,
    kind: RefusalKind,
    facts: RefusalFacts,
    headers: Headers = {},
  ): void {
    this.#desk.refuse(ticket);
    send(response, { ...vendorRefusal(ticket.call.dialect.vendor, kind, facts), headers });
  }

  /** Free, under no limit, and on no invoice. */
  #count({ dialect, exchange, key }: Call, response: ServerResponse): void {
    const sent = this.#desk.knowsKey(key)
      ? { status: 200, body: exchange.body(NO_REPLY) }
      : vendorRefusal(dialect.vendor, 'key-refused');
    send(response, sent);
  }

  #limitsOf({ account, call, model }: GoodTicket, vendor: Vendor): AccountLimits {
    const name = JSON.stringify([call.key, account.model]);
    const known = this.#limits.get(name);
    if (known) return known;
    const limits = new AccountLimits(model.limits ?? {}, vendor, this.#desk.nowMs());
    this.#limits.set(name, limits);
    return limits;
  }

  async #wait(ms: number): Promise<void> {
    if (ms > 0) await wait(ms, undefined, { signal: this.#stopped });
  }
}

/** The reply as JSON or as a stream of events, spoilt as the fault wants it. */
function answer(
  { call, fault }: GoodTicket,
  { reply }: DrawnReply,
  response: ServerResponse,
  headers: Headers,
): void {
  const { exchange } = call;
  const events = exchange.streams ? exchange.events?.(reply) : undefined;
  const text = events ? events.join('') : JSON.stringify(exchange.body(reply));
  const type = { 'content-type': events ? 'text/event-stream' : 'application/json' };
  const half = text.slice(0, text.length >> 1);
  const sent = { status: 200, body: text, headers: { ...headers, ...type } };
  if (fault === 'cut-body') sendHalf(response, sent);
  else if (fault === 'html') send(response, { ...sent, body: PAGE });
  else if (fault === 'invalid-json') send(response, { ...sent, body: half });
  else if (fault === 'gateway-timeout') send(response, { status: 504, body: PAGE, headers: HTML });
  else send(response, sent);
}

/** By which a vendor's support finds a request. */
function requestId(vendor: Vendor, { number }: ServedRequest): Headers {
  if (vendor === 'gemini') return {};
  return { [vendor === 'openai' ? 'x-request-id' : 'request-id']: `req_${number}` };
}

const NAMES = {
  requests: 'requests per min (RPM)',
  tokens: 'tokens per min (TPM)',
  'input-tokens': 'input tokens per minute',
  'output-tokens': 'output tokens per minute',
  concurrency: 'concurrent requests',
} as const;

function limitFacts({ account }: Ticket, refusal: LimitRefusal): RefusalFacts {
  const { limited, limit, needed, retryAfterMs } = refusal;
  const when = Number.isFinite(retryAfterMs)
    ? `Please try again in ${retryAfterMs / 1_000}s.`
    : 'The request is too large for this limit.';
  return {
    message:
      `Rate limit reached for ${account.model} on ${NAMES[limited]}: Limit ${limit}, ` +
      `Requested ${needed}. ${when}`,
    ...{ limited, retryAfterMs },
  };
}
