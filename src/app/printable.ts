/**
 * Text of models, servers and data sets, made safe for a terminal: control characters (and with
 * them escape sequences) become `?`, but for line feed and tab.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '?');
}

/** The same for every string inside a value that JSON can hold. */
export function printableValue<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'string' ? printable(inner) : inner,
  ) as T;
}
