/**
 * What differs from run to run in the requests of an SDK without meaning anything: the date in a
 * prompt, ids drawn at random. It is sent as it is, and is no part of a call's name.
 */
export interface Volatile {
  /** JSON pointers (RFC 6901) into the body; `*` stands for every member. */
  readonly fields?: readonly string[];
  /** Inside of texts, wherever they stand. */
  readonly patterns?: readonly RegExp[];
}

/** A body without its volatile parts; nothing of the body itself is changed. */
export function withoutVolatile(body: unknown, { fields = [], patterns = [] }: Volatile): unknown {
  const paths = fields.map((field) =>
    field
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
  );
  return stripped(
    body,
    paths,
    patterns.map(({ source, flags }) => new RegExp(source, [...new Set(`${flags}g`)].join(''))),
  );
}

type Paths = readonly (readonly string[])[];

function stripped(value: unknown, paths: Paths, patterns: readonly RegExp[]): unknown {
  if (typeof value === 'string') {
    return patterns.reduce((text, pattern) => text.replace(pattern, '…'), value);
  }
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).flatMap(([name, member]) => {
    const inside = paths.filter(([first]) => first === name || first === '*');
    if (inside.some(({ length }) => length === 1)) return [];
    const rest = inside.map((path) => path.slice(1));
    return [[name, stripped(member, rest, patterns)] as const];
  });
  return Array.isArray(value) ? kept.map(([, member]) => member) : Object.fromEntries(kept);
}
