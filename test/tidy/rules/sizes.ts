import { lineAt } from '../reading/find-imports.ts';
import { isCode, type Problem, type Rule, type SourceFile } from '../reading/source-file.ts';

const FILE_LINES_MAX = 500;
const FUNCTION_LINES_MAX = 70;
const COLUMNS_MAX = 100;
const TEXT_COLUMNS_MAX = 120;

/** Data tables and generated files, each with its reason. */
export const LONG_FILES_ALLOWED: Readonly<Record<string, string>> = {};

/**
 * Files of at most 500 lines, lines of at most 100 columns, or 120 where a text makes them long.
 */
export const fileSizes: Rule = (files) =>
  files.filter(({ path }) => isCode(path)).flatMap((file) => [...tooLong(file), ...tooWide(file)]);

function tooLong({ path, lines }: SourceFile): Problem[] {
  const count = lines.length - 1;
  if (count <= FILE_LINES_MAX || LONG_FILES_ALLOWED[path] !== undefined) return [];
  return [{ path, line: 1, reason: `${count} lines; at most ${FILE_LINES_MAX}` }];
}

function tooWide(file: SourceFile): Problem[] {
  return file.lines.flatMap((line, index) => {
    const columns = [...line].length;
    if (columns <= COLUMNS_MAX) return [];
    const most = isWideByText(file, index) ? TEXT_COLUMNS_MAX : COLUMNS_MAX;
    if (columns <= most) return [];
    return [{ path: file.path, line: index + 1, reason: `${columns} columns; at most ${most}` }];
  });
}

/** The formatter breaks code, but neither a string nor the path of an import. */
function isWideByText({ lines, codeLines, uncommentedLines }: SourceFile, index: number): boolean {
  const hasComment = uncommentedLines[index]?.trimEnd() !== lines[index]?.trimEnd();
  const code = codeLines[index]?.replace(/ +/g, ' ') ?? '';
  return !hasComment && code.length <= COLUMNS_MAX;
}

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
