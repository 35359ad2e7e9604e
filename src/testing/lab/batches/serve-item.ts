import { promptTokens } from '../../dialects/dialect.ts';
import { vendorRefusal } from '../../refusals/vendor-refusal.ts';
import type { Fault } from '../../server-faults.ts';
import { findDialect, understand } from '../call.ts';
import type { Desk } from '../desk.ts';
import type { Ticket } from '../ticket.ts';

/** One request of a batch, as it was handed in. */
export interface SentItem {
  readonly customId: string;
  /** Of the endpoint that would serve it alone. */
  readonly path: string;
  readonly body: unknown;
}

/** What became of it. */
export type ItemOutcome = { readonly customId: string } & (
  | { readonly kind: 'reply'; readonly body: object }
  | { readonly kind: 'refused'; readonly status: number; readonly body: object }
  | { readonly kind: 'expired' | 'cancelled' }
);

/** Faults that an item can have; whatever else a plan says is for single requests. */
const REFUSALS: Readonly<Partial<Record<Fault, 'server-error' | 'bad-request'>>> = {
  'item-failed': 'server-error',
  'server-error': 'server-error',
  'bad-request': 'bad-request',
};

/**
 * Serves and bills one item, at the price of the batch lane.
 *
 * @returns one outcome; none where it is lost, two where it is delivered twice.
 */
export function serveItem(desk: Desk, item: SentItem, key: string): ItemOutcome[] {
  const { customId, path, body } = item;
  const dialect = findDialect(path);
  const exchange = dialect ? understand(() => dialect.exchange(body, path)) : 'No such endpoint.';
  if (!dialect || typeof exchange === 'string') {
    const message = String(exchange);
    const refusal = vendorRefusal(dialect?.vendor ?? 'openai', 'bad-request', { message });
    return [{ customId, kind: 'refused', ...refusal }];
  }
  const ticket = desk.accept({ dialect, exchange, key }, 'batch');
  const checked = desk.check(ticket);
  const { fault } = ticket;
  if ('refusal' in checked) {
    return [refused(desk, ticket, customId, checked.refusal, checked.facts)];
  }
  const refusal = fault && REFUSALS[fault];
  if (refusal) return [refused(desk, ticket, customId, refusal)];
  if (fault === 'item-expired') {
    desk.refuse(ticket);
    return [{ customId, kind: 'expired' }];
  }
  const { reply } = desk.produce(checked);
  const outcome: ItemOutcome = { customId, kind: 'reply', body: exchange.body(reply) };
  if (fault === 'item-missing') return [];
  return fault === 'item-duplicate' ? [outcome, outcome] : [outcome];
}

/** Of its input; 0 where it cannot be read, and so will not be served. */
export function itemTokens({ path, body }: SentItem): number {
  const dialect = findDialect(path);
  const exchange = dialect && understand(() => dialect.exchange(body, path));
  return exchange === undefined || typeof exchange === 'string' ? 0 : promptTokens(exchange.prompt);
}

function refused(
  desk: Desk,
  ticket: Ticket,
  customId: string,
  ...why: [kind: Parameters<typeof vendorRefusal>[1], facts?: Parameters<typeof vendorRefusal>[2]]
): ItemOutcome {
  desk.refuse(ticket);
  return { customId, kind: 'refused', ...vendorRefusal(ticket.call.dialect.vendor, ...why) };
}
