/** Where two bodies part. */
export interface BodyDifference {
  /** A JSON pointer (RFC 6901). */
  readonly pointer: string;
  /** What stands there, from a little before the first character that differs; absent: nothing. */
  readonly first?: string;
  readonly second?: string;
}

const BEFORE = 40;
const SHOWN = 120;

/** The first place, by the order of the first body, where two bodies differ. */
export function firstDifference(
  first: unknown,
  second: unknown,
  pointer = '',
): BodyDifference | undefined {
  if (!isTree(first) || !isTree(second)) {
    return Object.is(first, second) ? undefined : { pointer, ...excerpts(first, second) };
  }
  for (const name of new Set([...Object.keys(first), ...Object.keys(second)])) {
    const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
    const found = firstDifference(first[name], second[name], `${pointer}/${step}`);
    if (found) return found;
  }
  return undefined;
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function excerpts(first: unknown, second: unknown): Omit<BodyDifference, 'pointer'> {
  const [one, other] = [textOf(first), textOf(second)];
  const common = (one ?? '').split('').findIndex((character, at) => character !== other?.[at]);
  const from = Math.max(0, (common < 0 ? (one?.length ?? 0) : common) - BEFORE);
  const cut = (text: string): string => text.slice(from, from + SHOWN);
  return {
    ...(one === undefined ? {} : { first: cut(one) }),
    ...(other === undefined ? {} : { second: cut(other) }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
