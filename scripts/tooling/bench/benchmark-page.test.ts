import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withOtherRows } from './benchmark-page.ts';

const row = (what: string, name: string): string =>
  `| ${what} |  |  |  |  |  | \`npm run bench -- ${name}\` |`;
const table = (machine: string, ...rows: string[]): string =>
  [machine, '', '| what | ours |', '| --- | --- |', ...rows, ''].join('\n');

test('rows of what was not measured stay, in the order of the benchmarks', () => {
  const earlier = `# Benchmarks\n\n${table('then', row('a', 'one'), row('b', 'two'), row('c', 'gone'))}`;
  const now = table('now', row('d', 'three'), row('e', 'two'), row('f', 'two'));
  assert.equal(
    withOtherRows(now, earlier, ['gone', 'one', 'two', 'three']),
    table(
      'now',
      row('c', 'gone'),
      row('a', 'one'),
      row('e', 'two'),
      row('f', 'two'),
      row('d', 'three'),
    ),
  );
});
