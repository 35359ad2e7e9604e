import { MabError } from './errors.ts';

/**
 * JSON with keys sorted by UTF-16 code unit, no white space, `undefined` members left out: equal
 * values give equal bytes, whatever the order in which they were built. Bigints are written as
 * decimal strings.
 *
 * @throws {MabError} NOT_JSON for NaN, infinities, functions and symbols, which JSON would silently
 *   change.
 * Source: RFC 8785 (JSON Canonicalization Scheme); deviation: bigints.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'bigint':
      return `"${value}"`;
    case 'number':
      if (Number.isFinite(value)) return JSON.stringify(value);
      break;
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? arrayJson(value) : objectJson(value);
  }
  throw new MabError('NOT_JSON', `${String(value)} has no JSON form.`, { blame: 'bug' });
}

function arrayJson(items: readonly unknown[]): string {
  return `[${items.map((item) => canonicalJson(item ?? null)).join(',')}]`;
}

function objectJson(value: object): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
