/** A source text with parts blanked: same length, same line breaks, so that positions still fit. */
export interface MaskedSource {
  /** Without comments. */
  readonly uncommented: string;
  /** Without comments and without the insides of strings, templates and regular expressions. */
  readonly code: string;
}

type Kind = 'comment' | 'text';
interface Span {
  readonly start: number;
  readonly end: number;
  /** Where the scan goes on: behind a closing quote. */
  readonly next: number;
  readonly kind: Kind;
}

/**
 * Blanks comments and texts of a TypeScript source by one scan. Close to the language, not equal to
 * it:
 * a `/` starts a regular expression where an expression may start, judged by the token before it.
 */
export function maskSource(text: string): MaskedSource {
  const spans = findSpans(text);
  const comments = spans.filter(({ kind }) => kind === 'comment');
  return { uncommented: blank(text, comments), code: blank(text, spans) };
}

function blank(text: string, spans: readonly Span[]): string {
  let result = '';
  let from = 0;
  for (const { start, end } of spans) {
    result += text.slice(from, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
    from = end;
  }
  return result + text.slice(from);
}

function findSpans(text: string): Span[] {
  const spans: Span[] = [];
  /** For each open template hole, how many braces are open inside it. */
  const holes: number[] = [];
  let at = 0;
  while (at < text.length) {
    const span = spanAt(text, at, spans.at(-1), holes);
    if (span === undefined) trackBraces(text[at] ?? '', holes);
    else spans.push(span);
    at = span?.next ?? at + 1;
  }
  return spans;
}

const TEXT_OF: Readonly<Record<string, RegExp>> = {
  "'": /(?:\\[\s\S]|[^\\'\n])*/y,
  '"': /(?:\\[\s\S]|[^\\"\n])*/y,
  '/': /(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])*/y,
};

function spanAt(
  text: string,
  at: number,
  last: Span | undefined,
  holes: number[],
): Span | undefined {
  const character = text[at] ?? '';
  if (text.startsWith('//', at)) return comment(at, indexOrEnd(text, '\n', at));
  if (text.startsWith('/*', at)) return comment(at, indexOrEnd(text, '*/', at + 2) + 2);
  if (character === '}' && holes.at(-1) === 0) {
    holes.pop();
    return template(text, at + 1, holes);
  }
  if (character === '`') return template(text, at + 1, holes);
  const pattern = TEXT_OF[character];
  if (pattern === undefined) return undefined;
  if (character === '/' && !startsExpression(text, at, last)) return undefined;
  const end = matchEnd(text, at + 1, pattern);
  return { start: at + 1, end, next: end + 1, kind: 'text' };
}

function trackBraces(character: string, holes: number[]): void {
  const open = holes.at(-1);
  if (open === undefined) return;
  if (character === '{') holes[holes.length - 1] = open + 1;
  if (character === '}') holes[holes.length - 1] = open - 1;
}

function comment(start: number, end: number): Span {
  return { start, end, next: end, kind: 'comment' };
}

/** A template's text up to its end or to the next hole, which it opens. */
function template(text: string, start: number, holes: number[]): Span {
  const end = matchEnd(text, start, /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/y);
  const opensHole = text[end] === '$';
  if (opensHole) holes.push(0);
  return { start, end, next: end + (opensHole ? 2 : 1), kind: 'text' };
}

function matchEnd(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from);
  return found === -1 ? text.length : found;
}

const BEFORE_EXPRESSION = /(?:^|[=([{,;:!&|?+\-*%~^<>]|\b(?:return|typeof|case|in|of|void))$/;

/**
 * Whether an expression may start here, so that a slash is not a division; `last` may be a comment
 * before.
 */
function startsExpression(text: string, at: number, last: Span | undefined): boolean {
  const before = text.slice(Math.max(0, at - 200), at).trimEnd();
  const end = Math.max(0, at - 200) + before.length;
  const followsComment = last?.kind === 'comment' && last.end === end;
  return followsComment || BEFORE_EXPRESSION.test(before);
}
