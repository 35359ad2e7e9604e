import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartLines } from './chart-lines.ts';
import type { BarChart } from './table-view.ts';

const chart: BarChart = {
  title: 'Dollars',
  series: ['all', 'new'],
  groups: [
    {
      name: 'Q1',
      bars: [
        { value: 5, text: '$5.00' },
        { value: 0, text: '$0.00' },
      ],
    },
    {
      name: 'Q2',
      bars: [
        { value: 16, text: '$16.00' },
        { value: 0.01, text: '$0.01' },
      ],
    },
  ],
};

test('the longest bar takes the room that is left, the others their share of it, in eighths', () => {
  // 24 columns: 2 for names, 6 for values, 4 for gaps; 5/16 of 12 cells are 3.75.
  assert.deepEqual(chartLines(chart, 24), [
    '█ all  ▒ new',
    'Q1  ███▊          $5.00',
    '                  $0.00',
    'Q2  ████████████  $16.00',
    '    ·             $0.01',
  ]);
});

test('a bar is never longer than it is easy to read, and never gone where there is no room', () => {
  const longest = (width: number): number =>
    chartLines(chart, width).join('').match(/█{2,}/g)?.at(-1)?.length ?? 0;
  assert.deepEqual([longest(10), longest(60), longest(Number.POSITIVE_INFINITY)], [4, 48, 50]);
});

test('where everything is nothing there are no bars', () => {
  const bars = [{ value: 0, text: '$0.00' }];
  const nothing = { title: '', series: ['all'], groups: [{ name: 'Q1', bars }] };
  assert.deepEqual(chartLines(nothing, 20), ['█ all', 'Q1             $0.00']);
});
