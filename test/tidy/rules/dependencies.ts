import { isBuiltin } from 'node:module';
import { isShipped, type Problem, type Rule, type SourceFile } from '../reading/source-file.ts';

/** Development dependencies that are run or read by the compiler rather than imported. */
const TOOLS: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'formats and lints',
  '@types/node': 'types that the compiler reads',
  '@types/pg': 'types that the compiler reads',
  typescript: 'checks types and builds',
};

const MANIFEST = 'package.json';
const REASONS = 'docs/dependencies.md';

interface Declared {
  /** The package itself, which its examples import by name. */
  readonly self: string;
  readonly runtime: readonly string[];
  /** Used in src where the user has installed them. */
  readonly peers: readonly string[];
  readonly development: readonly string[];
}

/** Every imported package is declared where it belongs, and every declared one is imported. */
export const declaredDependencies: Rule = (files) => {
  const manifest = files.find(({ path }) => path === MANIFEST);
  if (!manifest) return [];
  const declared = readDeclared(manifest);
  return [...undeclaredImports(files, declared), ...unusedDependencies(files, manifest, declared)];
};

/**
 * Every declared package has a line `| package | why |` in docs/dependencies.md, and no other has.
 */
export const justifiedDependencies: Rule = (files) => {
  const manifest = files.find(({ path }) => path === MANIFEST);
  if (!manifest) return [];
  const reasons = files.find(({ path }) => path === REASONS);
  const rows = reasons === undefined ? [] : readRows(reasons);
  const { runtime, development } = readDeclared(manifest);
  const all = [...runtime, ...development];
  const missing = all
    .filter((name) => !rows.some((row) => row.name === name && row.why !== ''))
    .map((name) => at(manifest, name, `${name} has no reason in ${REASONS}`));
  const stale = rows
    .filter(({ name }) => !all.includes(name))
    .map(({ name, line }) => ({
      path: REASONS,
      line,
      reason: `${name} is not a dependency any more`,
    }));
  return [...missing, ...stale];
};

function undeclaredImports(
  files: readonly SourceFile[],
  { self, runtime, peers, development }: Declared,
): Problem[] {
  return files.flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, line }) => {
      const name = packageOf(specifier);
      if (name === undefined || (name === self && !isShipped(path))) return [];
      const allowed = isShipped(path) ? [...runtime, ...peers] : [...runtime, ...development];
      if (allowed.includes(name)) return [];
      const list = isShipped(path) ? 'dependencies' : 'devDependencies';
      return [{ path, line, reason: `${name} is imported but not in ${list}` }];
    }),
  );
}

function unusedDependencies(
  files: readonly SourceFile[],
  manifest: SourceFile,
  { runtime, development }: Declared,
): Problem[] {
  const importedBy = (some: (path: string) => boolean): ReadonlySet<string | undefined> =>
    new Set(
      files
        .filter(({ path }) => some(path))
        .flatMap(({ imports }) => imports.map((one) => packageOf(one.specifier))),
    );
  const shipped = importedBy(isShipped);
  const anywhere = importedBy(() => true);
  return [
    ...runtime
      .filter((name) => !shipped.has(name))
      .map((name) => at(manifest, name, `${name} is a dependency that nothing in src imports`)),
    ...development
      .filter((name) => !anywhere.has(name) && TOOLS[name] === undefined)
      .map((name) => at(manifest, name, `${name} is a devDependency that nothing imports`)),
  ];
}

function readDeclared({ text }: SourceFile): Declared {
  const manifest = JSON.parse(text);
  return {
    self: manifest.name,
    runtime: Object.keys(manifest.dependencies ?? {}),
    peers: Object.keys(manifest.peerDependencies ?? {}),
    development: Object.keys(manifest.devDependencies ?? {}),
  };
}

function readRows({ lines }: SourceFile): { name: string; why: string; line: number }[] {
  return lines.flatMap((text, index) => {
    const match = /^\|\s*`([^`]+)`\s*\|\s*(.*?)\s*\|/.exec(text);
    return match ? [{ name: match[1] ?? '', why: match[2] ?? '', line: index + 1 }] : [];
  });
}

function at({ path, lines }: SourceFile, name: string, reason: string): Problem {
  return { path, line: lines.findIndex((text) => text.includes(`"${name}":`)) + 1, reason };
}

/** `@scope/name` or `name`; undefined for files, built-in modules and URLs. */
function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.includes(':') || isBuiltin(specifier))
    return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}
