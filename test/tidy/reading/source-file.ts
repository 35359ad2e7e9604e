import { posix } from 'node:path';
import { findImports, type Import } from './find-imports.ts';
import { maskSource } from './mask-source.ts';

/** A file as the rules see it. */
export interface SourceFile {
  /** From the root of the checkout, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** As `text`, comments and insides of strings blanked; equal to `text` where it is not code. */
  readonly code: string;
  /** As `lines`, of `code`. */
  readonly codeLines: readonly string[];
  /** As `lines`, comments blanked, strings kept. */
  readonly uncommentedLines: readonly string[];
  readonly imports: readonly Import[];
}

/** What a rule has to say about a place. */
export interface Problem {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** A rule: the whole checkout in, all violations out. Pure. */
export type Rule = (files: readonly SourceFile[]) => Problem[];

/**
 * Reads what the rules need from a file's text; files that are no code have text and lines only.
 */
export function createSourceFile(path: string, text: string): SourceFile {
  const masked = isCode(path) ? maskSource(text) : { code: text, uncommented: text };
  return {
    path,
    text,
    lines: text.split('\n'),
    code: masked.code,
    codeLines: masked.code.split('\n'),
    uncommentedLines: masked.uncommented.split('\n'),
    imports: isCode(path) ? findImports(masked) : [],
  };
}

/** TypeScript and JavaScript. */
export function isCode(path: string): boolean {
  return /\.(?:ts|mjs|js)$/.test(path);
}

/** Unit tests and what only they read. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/') || path.includes('/__fixtures__/');
}

/** Ours to ship: `src/` without its tests. */
export function isShipped(path: string): boolean {
  return path.startsWith('src/') && isCode(path) && !isTest(path);
}

/** The path that a relative import means; undefined for packages and built-in modules. */
export function importedPath(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}

/** One problem per line that matches. */
export function linesMatching(
  file: SourceFile,
  lines: readonly string[],
  pattern: RegExp,
  reason: string,
): Problem[] {
  return lines.flatMap((line, index) =>
    pattern.test(line) ? [{ path: file.path, line: index + 1, reason }] : [],
  );
}
