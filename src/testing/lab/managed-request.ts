import type { Vendor } from '../dialects/dialect.ts';
import type { RefusalKind } from '../refusals/refusal.ts';
import { vendorRefusal } from '../refusals/vendor-refusal.ts';
import type { Sent } from './http-io.ts';

/** A request that asks no model: for a file, a batch, a list. */
export interface ManagedRequest {
  readonly method: string;
  /** Without the version: `/files/file-1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly key: string;
  readonly contentType: string;
  readonly body: Buffer;
  readonly origin: string;
}

/** A kind of things that a key has on the server. @returns undefined for what it does not know. */
export interface Resource {
  readonly vendor: Vendor;
  readonly path: RegExp;
  serve(request: ManagedRequest, id: string, verb: string): Promise<Sent> | Sent | undefined;
}

/** @returns undefined for what is no JSON. */
export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** The vendor's way to say no. */
export function refuse(vendor: Vendor, kind: RefusalKind, message: string): Sent {
  return vendorRefusal(vendor, kind, { message });
}

/** A part of a list that is sorted by age, the newest first. */
export function pageOf<T extends { readonly id: string }>(
  items: readonly T[],
  query: URLSearchParams,
  names: { readonly after: string; readonly before?: string; readonly limit: number },
): { readonly items: readonly T[]; readonly hasMore: boolean } {
  const limit = Number(query.get('limit') ?? names.limit);
  const after = query.get(names.after);
  const before = names.before === undefined ? null : query.get(names.before);
  if (before !== null) {
    const end = items.findIndex(({ id }) => id === before);
    const from = Math.max(0, end - limit);
    return { items: items.slice(from, Math.max(0, end)), hasMore: from > 0 };
  }
  const from = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  return { items: items.slice(from, from + limit), hasMore: items.length > from + limit };
}
