/** Text that is HTML already; everything else is escaped when it is put into `html`. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | undefined | readonly Part[];

/** Joins literal HTML with values. Strings are escaped, lists joined, `undefined` is nothing. */
export function html(literals: TemplateStringsArray, ...values: readonly Part[]): Markup {
  const text = literals.map((literal, at) => literal + (at in values ? partText(values[at]) : ''));
  return { markup: text.join('') };
}

/** Text that was not written by people and needs no escaping: our own style and script. */
export function trusted(markup: string): Markup {
  return { markup };
}

/** An identifier that may be broken behind each underscore. */
export function breakable(identifier: string): Markup {
  const [first = '', ...others] = identifier.split('_');
  return html`${first}${others.map((part) => html`_<wbr>${part}`)}`;
}

function partText(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(part);
  if (isList(part)) return part.map(partText).join('');
  return part.markup;
}

function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text and between quotes; control characters, and what would turn
 * the direction of what follows, become U+FFFD. */
function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
  );
}
