import { maskSource } from '../../../test/tidy/reading/mask-source.ts';
import { literalTexts } from './literal-text.ts';
import {
  argumentsAt,
  bodyEnd,
  closing,
  expressionEnd,
  memberOf,
  openingBrace,
  type Source,
} from './source-expressions.ts';

/** A place where an error comes into being. */
export interface ErrorSite {
  readonly code: string;
  readonly path: string;
  /** Its sentences, alternatives apart; holes as `‹name›`. */
  readonly messages: readonly string[];
  readonly hints: readonly string[];
  /** As written, `unclear` where it is no literal; absent: `input`. */
  readonly blame: string | undefined;
}

const CODE = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g;

/**
 * Finds all errors of a source file. A code is a literal, given to `new MabError`, to a function of
 * the same file that has a parameter `code`, or as the member `code` of an object; codes that are
 * only handed on are not looked for.
 */
export function findErrorSites(path: string, text: string): ErrorSite[] {
  const { uncommented, code } = maskSource(text);
  const source: Source = { path, text: uncommented, code };
  return [...directSites(source), ...helperSites(source), ...objectSites(source)];
}

function directSites(source: Source): ErrorSite[] {
  return [...source.code.matchAll(/new MabError\(/g)].flatMap(({ index, 0: head }) => {
    const [code = '', message = '', options = ''] = argumentsAt(source, index + head.length - 1);
    const known = {
      message: meant(source, message, index),
      options: meant(source, options, index),
    };
    return codesIn(code).map((one) => siteOf(one, source, known, index));
  });
}

/** `because('DISK_FULL', 'Free space.')`, where `because` knows the rest. */
function helperSites(source: Source): ErrorSite[] {
  const helpers = [
    ...source.code.matchAll(/(?:const (\w+) = |function (\w+))\(\s*code: string\b/g),
  ].map(({ 1: arrow, 2: named, index, 0: head }) => ({
    name: arrow ?? named ?? '',
    ...helperShape(source, index + head.indexOf('(')),
  }));
  return helpers.flatMap((helper) => callsOf(source, helper.name).map(helper.site));
}

function helperShape(source: Source, open: number) {
  const names = argumentsAt(source, open).map((parameter) => /^\w+/.exec(parameter)?.[0] ?? '');
  const end = bodyEnd(source.code, open);
  const body = source.text.slice(closing(source.code, open), end);
  const thrown = source.code.slice(0, end).indexOf('new MabError(', open);
  const message =
    thrown === -1
      ? memberOf('message', body)
      : argumentsAt(source, source.code.indexOf('(', thrown))[1];
  return {
    site: (given: readonly string[]): ErrorSite => {
      const fill = (text = ''): string => given[names.indexOf(text.trim())] ?? text;
      const hint = given[names.indexOf('hint')];
      const options = hint === undefined ? body : `${body}, hint: ${hint}`;
      const [code = ''] = codesIn(given[0] ?? '');
      return siteOf(code, source, { message: fill(message), options }, end);
    },
  };
}

/** The arguments of each call; the definition has no literal among its own. */
function callsOf(source: Source, name: string): string[][] {
  return [...source.code.matchAll(new RegExp(`\\b${name}\\(`, 'g'))]
    .map(({ index, 0: head }) => argumentsAt(source, index + head.length - 1))
    .filter(([code = '']) => codesIn(code).length > 0);
}

/** `{ code: 'LEDGER_FAILED', message, blame: 'bug' }`. */
function objectSites(source: Source): ErrorSite[] {
  return [...source.code.matchAll(/\bcode: '/g)].flatMap(({ index }) => {
    const open = openingBrace(source.code, index);
    const object = source.text.slice(open, closing(source.code, open));
    const message = memberOf('message', object);
    const [code] = codesIn(memberOf('code', object) ?? '');
    if (code === undefined || !/\bmessage\b/.test(object)) return [];
    return [siteOf(code, source, { message: message ?? '', options: object }, index)];
  });
}

function siteOf(
  code: string,
  source: Source,
  { message, options }: { readonly message: string; readonly options: string },
  at: number,
): ErrorSite {
  const hint = memberOf('hint', options) ?? (/\bhint\b/.test(options) ? 'hint' : '');
  return {
    ...{ code, path: source.path },
    messages: literalTexts(message),
    hints: literalTexts(meant(source, hint, at)).filter(isSentence),
    blame:
      /\bblame: '(\w+)'/.exec(options)?.[1] ?? (/\bblame\b/.test(options) ? 'unclear' : undefined),
  };
}

/** Not a word that a condition compares with. */
function isSentence(text: string): boolean {
  return text.includes(' ');
}

/** What a name or a call of this file stands for: the constant before `at`, or the function. */
function meant(source: Source, expression: string, at: number): string {
  const [, name, isCall] = /^(\w+)(\()?/.exec(expression.trim()) ?? [];
  if (name === undefined || (!isCall && expression.trim() !== name)) return expression;
  const declared = isCall ? `function ${name}\\(` : `const ${name}(?:: \\w+)? = `;
  const places = [...source.code.matchAll(new RegExp(declared, 'g'))];
  const place = places.findLast(({ index }) => index < at) ?? places[0];
  if (!place) return expression;
  const start = place.index + place[0].length;
  if (isCall) return source.text.slice(start, bodyEnd(source.code, start - 1));
  return source.text.slice(start, expressionEnd(source.code, start));
}

function codesIn(expression: string): string[] {
  return [...expression.matchAll(CODE)].map(([, code]) => code ?? '');
}
