/**
 * What an expression of string literals says: neighbours joined by `+` are one text, alternatives
 * (of a `?:`, of a call) stand beside each other. Holes of templates become `‹name›`, or `…` where
 * they are more than a name.
 *
 * @param expression  TypeScript, comments blanked.
 * @returns Texts in order; none where no literal is in it.
 */
export function literalTexts(expression: string): string[] {
  const texts: string[] = [];
  let at = 0;
  let joins = false;
  while (at < expression.length) {
    const character = expression[at] ?? '';
    if (/['"`]/.test(character)) {
      const { text, next } = readLiteral(expression, at);
      if (joins) texts.push(`${texts.pop() ?? ''}${text}`);
      else texts.push(text);
      [at, joins] = [next, true];
      continue;
    }
    if (!/[\s+]/.test(character)) joins = false;
    at++;
  }
  return texts;
}

function readLiteral(source: string, start: number): { text: string; next: number } {
  const quote = source[start];
  let text = '';
  let at = start + 1;
  while (at < source.length && source[at] !== quote) {
    if (source[at] === '\\') {
      text += unescaped(source[at + 1] ?? '');
      at += 2;
    } else if (quote === '`' && source.startsWith('${', at)) {
      const end = holeEnd(source, at + 2);
      text += holeName(source.slice(at + 2, end));
      at = end + 1;
    } else {
      text += source[at++];
    }
  }
  return { text, next: at + 1 };
}

function unescaped(character: string): string {
  return character === 'n' ? ' ' : character;
}

/** The `}` that closes a hole; literals inside it are stepped over. */
function holeEnd(source: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < source.length) {
    const character = source[at] ?? '';
    if (/['"`]/.test(character)) {
      at = readLiteral(source, at).next;
      continue;
    }
    if (character === '{') depth++;
    if (character === '}' && --depth === 0) return at;
    at++;
  }
  return source.length;
}

function holeName(code: string): string {
  const name = /^(?:[\w$]+\.)*([A-Za-z_$][\w$]*)$/.exec(code.trim())?.[1];
  return name === undefined ? '…' : `‹${name}›`;
}
