/** One gate of `npm run check`: a program that says by its exit code whether it is content. */
export interface Step {
  readonly name: string;
  /** Arguments of Node, from the root of the checkout. */
  readonly args: readonly string[];
  /** A step of the same lane that has to pass first. */
  readonly needs?: string;
}

const BIOME = 'node_modules/@biomejs/biome/bin/biome';
const TEST = ['scripts/bootstrap.mjs', 'scripts/test.ts'];

const TESTS: Step = { name: 'tests', args: TEST };

/** Steps that run one after the other; the two lanes run side by side. */
export const LANES: readonly (readonly Step[])[] = [
  [
    { name: 'format', args: [BIOME, 'format', '.'] },
    {
      name: 'lint',
      args: [BIOME, 'check', '--formatter-enabled=false', '--error-on-warnings', '.'],
    },
    { name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', '.'] },
    TESTS,
  ],
  [
    { name: 'build', args: ['scripts/bootstrap.mjs', 'scripts/build.ts'] },
    { name: 'package', args: [...TEST, 'test/package'], needs: 'build' },
  ],
];

/** The lanes without the tests, for a caller that has just run those. */
export function withoutTests(lanes: readonly (readonly Step[])[]): readonly (readonly Step[])[] {
  return lanes.map((lane) => lane.filter((step) => step !== TESTS));
}
