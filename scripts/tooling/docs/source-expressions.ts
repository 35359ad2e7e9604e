import { maskSource } from '../../../test/tidy/reading/mask-source.ts';

/** A source file, to be read without a parser: by its brackets and commas. */
export interface Source {
  readonly path: string;
  /** Comments blanked. */
  readonly text: string;
  /** Comments and insides of literals blanked, so that brackets can be counted. */
  readonly code: string;
}

/** The expression behind the last `name:`, up to the comma or bracket that ends it. */
export function memberOf(name: string, text: string): string | undefined {
  const { code } = maskSource(text);
  const found = [...code.matchAll(new RegExp(`(?:^|[{,\\s])${name}:`, 'g'))].at(-1);
  if (!found) return undefined;
  const start = found.index + found[0].length;
  return text.slice(start, expressionEnd(code, start));
}

/** The arguments between `(` at `open` and its `)`. */
export function argumentsAt({ text, code }: Source, open: number): string[] {
  const given: string[] = [];
  let at = open + 1;
  while (open >= 0 && at < code.length) {
    const end = expressionEnd(code, at);
    const argument = text.slice(at, end).trim();
    if (argument !== '') given.push(argument);
    if (code[end] !== ',') break;
    at = end + 1;
  }
  return given;
}

/** Where an expression ends: at a comma, semicolon or closing bracket that is not its own. */
export function expressionEnd(code: string, start: number): number {
  let depth = 0;
  for (let at = start; at < code.length; at++) {
    const character = code[at] ?? '';
    if (/[([{]/.test(character)) depth++;
    if (/[)\]}]/.test(character) && depth-- === 0) return at;
    if (/[,;]/.test(character) && depth === 0) return at;
  }
  return code.length;
}

/** The bracket that closes the one at `open`. */
export function closing(code: string, open: number): number {
  return expressionEnd(code.replaceAll(',', ' ').replaceAll(';', ' '), open + 1);
}

/** The `{` that `from` is directly inside of. */
export function openingBrace(code: string, from: number): number {
  let depth = 0;
  for (let at = from; at >= 0; at--) {
    if (code[at] === '}') depth++;
    if (code[at] === '{' && depth-- === 0) return at;
  }
  return 0;
}

/** The end of a function whose parameters begin at `open`: the line that is indented as its own. */
export function bodyEnd(code: string, open: number): number {
  const lineStart = code.lastIndexOf('\n', open) + 1;
  const indent = /^ */.exec(code.slice(lineStart))?.[0] ?? '';
  const end = new RegExp(`\\n${indent}\\S[^\\n]*;\\n|\\n${indent}[})]`).exec(code.slice(open));
  return end === null ? code.length : open + end.index + end[0].length;
}
