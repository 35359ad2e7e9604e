/** What a test run is asked to do. */
export interface TestSelection {
  readonly files: readonly string[];
  /** Empty: every test of the files. */
  readonly namePatterns: readonly RegExp[];
}

/** These need a built package, or packages or servers of their own; they are run by name. */
const ONLY_BY_NAME = [
  ...['test/package/', 'test/browser/', 'test/vendor-sdks/', 'test/memory-sdks/'],
  ...['test/redis/', 'test/postgres/', 'test/aws/'],
];

/**
 * Chooses test files and names from the arguments of `npm test -- …`. An argument that is part of a
 * test file's path chooses those files; any other one is part of a test's name.
 *
 * @param paths  All files of the checkout that could be tests.
 */
export function selectTests(paths: readonly string[], args: readonly string[]): TestSelection {
  const all = paths.filter((path) => path.endsWith('.test.ts'));
  const wordsOfPaths = args.map(asPath).filter((arg) => all.some((path) => path.includes(arg)));
  const names = args.filter((arg) => !wordsOfPaths.includes(asPath(arg)));
  const files =
    wordsOfPaths.length === 0
      ? all.filter((path) => !ONLY_BY_NAME.some((folder) => path.startsWith(folder)))
      : all.filter((path) => wordsOfPaths.some((word) => path.includes(word)));
  return { files, namePatterns: names.map(literalPattern) };
}

function asPath(arg: string): string {
  return arg.replaceAll('\\', '/').replace(/^\.\//, '');
}

function literalPattern(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
