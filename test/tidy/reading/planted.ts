import { createSourceFile, type Rule } from './source-file.ts';

/** What a rule says, as `path:line: reason`, about files that exist only in a test. */
export function findIn(rule: Rule, files: Readonly<Record<string, string>>): string[] {
  const sources = Object.entries(files).map(([path, text]) => createSourceFile(path, text));
  return rule(sources).map(({ path, line, reason }) => `${path}:${line}: ${reason}`);
}
