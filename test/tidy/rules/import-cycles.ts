import { importedPath, type Problem, type Rule, type SourceFile } from '../reading/source-file.ts';

/**
 * No file imports itself through others; type-only and dynamic imports count. One problem per cycle
 * found.
 */
export const importCycles: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const finished = new Set<string>();
  const problems: Problem[] = [];
  const visit = (file: SourceFile, trail: readonly string[]): void => {
    if (finished.has(file.path)) return;
    for (const { specifier, line, kind } of file.imports) {
      const target = importedPath(file.path, specifier);
      if (target === undefined || kind === 'url') continue;
      const path = [...trail, file.path];
      if (path.includes(target)) {
        const cycle = [...path.slice(path.indexOf(target)), target].join(' -> ');
        problems.push({ path: file.path, line, reason: `import cycle: ${cycle}` });
      } else {
        const next = byPath.get(target);
        if (next) visit(next, path);
      }
    }
    finished.add(file.path);
  };
  for (const file of files) visit(file, []);
  return problems;
};
