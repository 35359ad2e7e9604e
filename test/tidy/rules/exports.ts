import {
  isShipped,
  linesMatching,
  type Problem,
  type Rule,
  type SourceFile,
} from '../reading/source-file.ts';

/** Imports name the file that declares a thing, so there are no barrels but the library's own. */
export const noBarrels: Rule = (files) =>
  files
    .filter(({ path }) => isShipped(path))
    .flatMap((file) => {
      const { path, codeLines } = file;
      const isIndex = /\/index\.ts$/.test(path) && !path.startsWith('src/public/');
      return [
        ...(isIndex
          ? [{ path, line: 1, reason: 'index.ts exists in src/public only: name the concept' }]
          : []),
        ...linesMatching(
          file,
          codeLines,
          /^\s*export\s*\*/,
          'export * hides what is exported: list the names',
        ),
        ...linesMatching(
          file,
          codeLines,
          /^\s*export\s+default\b/,
          'a default export has no name: export a named one',
        ),
      ];
    });

const DOCUMENTED = /^src\/(?:contracts|public|cost|bench\/metrics)\//;
const DECLARATION =
  /^export\s+(?:abstract\s+)?(?:async\s+)?(?:function\*?|interface|class)\s+(\w+)/;

/**
 * What others build on (functions, interfaces, classes) says its units, ranges, empty case and
 * errors.
 */
export const documentedExports: Rule = (files) =>
  files.filter(({ path }) => isShipped(path) && DOCUMENTED.test(path)).flatMap(undocumented);

function undocumented({ path, lines, codeLines }: SourceFile): Problem[] {
  return codeLines.flatMap((line, index) => {
    const name = DECLARATION.exec(line)?.[1];
    const isDocumented = lines[index - 1]?.trimEnd().endsWith('*/') ?? false;
    if (name === undefined || isDocumented) return [];
    return [{ path, line: index + 1, reason: `${name} is exported here without a docstring` }];
  });
}
