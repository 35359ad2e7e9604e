import { lineAt } from '../reading/find-imports.ts';
import { isCode, type Problem, type Rule, type SourceFile } from '../reading/source-file.ts';

const FILE_LINES_MAX = 500;
const FUNCTION_LINES_MAX = 70;
const COLUMNS_MAX = 100;

/** Data tables and generated files, each with its reason. */
export const LONG_FILES_ALLOWED: Readonly<Record<string, string>> = {};

/** Files of at most 500 lines, lines of at most 100 columns. */
export const fileSizes: Rule = (files) =>
  files
    .filter(({ path }) => isCode(path))
    .flatMap(({ path, lines }) => {
      const count = lines.length - 1;
      const long = lines.flatMap((line, index) =>
        [...line].length > COLUMNS_MAX
          ? [
              {
                path,
                line: index + 1,
                reason: `${[...line].length} columns; at most ${COLUMNS_MAX}`,
              },
            ]
          : [],
      );
      if (count <= FILE_LINES_MAX || LONG_FILES_ALLOWED[path] !== undefined) return long;
      return [...long, { path, line: 1, reason: `${count} lines; at most ${FILE_LINES_MAX}` }];
    });

/** Functions of at most 70 lines, braces included. */
export const functionSizes: Rule = (files) =>
  files.filter(({ path }) => isCode(path)).flatMap(longFunctions);

function longFunctions({ path, code, lines }: SourceFile): Problem[] {
  const open: number[] = [];
  const problems: Problem[] = [];
  for (const { index, 0: brace } of code.matchAll(/[{}]/g)) {
    if (brace === '{') open.push(index);
    else problems.push(...longFunction({ path, code, lines }, open.pop() ?? index, index));
  }
  return problems.sort((a, b) => a.line - b.line);
}

function longFunction(
  { path, code, lines }: Pick<SourceFile, 'path' | 'code' | 'lines'>,
  start: number,
  end: number,
): Problem[] {
  const first = lineAt(code, start);
  const length = lineAt(code, end) - first + 1;
  if (length <= FUNCTION_LINES_MAX) return [];
  // A describe block is a list of tests, not a function.
  if (/\b(?:describe|suite)\(/.test(lines[first - 1] ?? '') || !opensFunction(code, start))
    return [];
  return [
    { path, line: first, reason: `function of ${length} lines; at most ${FUNCTION_LINES_MAX}` },
  ];
}

const CONTROL = /\b(?:if|for|while|switch|catch|with|else|do|try|finally|await)\s*$/;

/**
 * Whether a `{` starts a body: after `=>`, or after a parameter list with or without a result type.
 */
function opensFunction(code: string, brace: number): boolean {
  const before = code.slice(0, brace).trimEnd();
  if (before.endsWith('=>')) return true;
  const withoutType = before.replace(/\)\s*:[^;{}()=]*(?:\([^()]*\)[^;{}()=]*)?$/, ')');
  if (!withoutType.endsWith(')')) return false;
  const parameters = openingParenthesis(withoutType);
  return !CONTROL.test(withoutType.slice(0, parameters));
}

function openingParenthesis(code: string): number {
  let depth = 0;
  for (let at = code.length - 1; at >= 0; at--) {
    if (code[at] === ')') depth++;
    if (code[at] === '(' && --depth === 0) return at;
  }
  return 0;
}
