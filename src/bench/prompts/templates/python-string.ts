/** A string literal that is no plain text: a sentence fragment says what it is. */
export interface NoPlainText {
  readonly problem: string;
}

const SIMPLE: Readonly<Record<string, string>> = {
  ...{ '\n': '', '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f' },
  ...{ n: '\n', r: '\r', t: '\t', v: '\v' },
};

const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;

/**
 * The text that a Python string literal stands for.
 *
 * @param literal  As it stands in the source: prefix, quotes and all. Line ends are `\n`.
 * Source: The Python Language Reference, 2.5.1. Escape sequences that Python does not know stand
 *   for themselves.
 */
export function pythonString(literal: string): string | NoPlainText {
  const found = /^([a-zA-Z]*)('''|"""|'|")([\s\S]*)\2$/.exec(literal);
  const [prefix, , body] = found?.slice(1) ?? [];
  if (prefix === undefined || body === undefined) return { problem: 'is not closed' };
  const kind = prefix.toLowerCase();
  if (kind === 'r') return body;
  if (kind !== '' && kind !== 'u') return { problem: `has the prefix ${prefix}` };
  if (/(?:^|[^\\])(?:\\\\)*\\N\{/.test(body)) return { problem: 'names a character with \\N{…}' };
  return body.replace(ESCAPE, (whole, octal, x, u, big, simple) => {
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    const digits = x ?? u ?? big;
    if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16));
    return SIMPLE[simple] ?? whole;
  });
}
