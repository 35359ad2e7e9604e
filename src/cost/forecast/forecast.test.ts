import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellReport, RunReport } from '../../contracts/report.ts';
import { makeForecast } from './make-forecast.ts';
import { measuredStart } from './measured-start.ts';
import { publishedForecast } from './published-forecast.ts';

const hundredths = (values: readonly number[]): number[] =>
  values.map((value) => Math.round(value * 100) / 100);

test('the document’s drivers give 1 : 1.95 : 3.21 : 4.78, not 1 : 1.33 : 1.67 : 2', () => {
  // By hand: D = 20, 23, 26 | 29, 32, 35 | 38, 41, 44 | 47, 50, 53 and M = 5 | 7 | 9 | 11, so
  // 69 × 5 = 345, 96 × 7 = 672, 123 × 9 = 1107, 150 × 11 = 1650 cells.
  const { quarters, total } = makeForecast({ cellUsd: 1 });
  assert.deepEqual(
    quarters.map(({ fullMatrix }) => fullMatrix.evaluations),
    [345 * 3, 672 * 3, 1107 * 3, 1650 * 3],
  );
  assert.deepEqual(hundredths(quarters.map(({ growth }) => growth)), [1, 1.95, 3.21, 4.78]);
  assert.equal(total.fullMatrix.usd, 3 * (345 + 672 + 1107 + 1650));
});

test('new cells add up to the matrix at the end, whatever grows when', () => {
  // By hand: 20·5 at the start; months 1, 2: 3·5 each; month 3: 3·7 + 26·2 …
  const { quarters, total } = makeForecast({ cellUsd: 1, repetitions: 1 });
  assert.deepEqual(
    quarters.map(({ newCells }) => newCells.evaluations),
    [100 + 15 + 15, 3 * 7 + 26 * 2 + 21 + 21, 3 * 9 + 35 * 2 + 27 + 27, 3 * 11 + 44 * 2 + 33 + 33],
  );
  assert.equal(total.newCells.evaluations, 53 * 11);
  const paid = makeForecast({ cellUsd: 1, repetitions: 1, startIsPaid: true });
  assert.equal(paid.total.newCells.evaluations, 53 * 11 - 20 * 5);
});

test('prices fall and infrastructure grows by so many percent a quarter', () => {
  const { quarters } = makeForecast({
    ...{ datasets: 2, methods: 1, repetitions: 1, datasetsPerMonth: 0, methodsPerQuarter: 0 },
    ...{ cellUsd: 10, runsPerMonth: 2, priceChange: -50, quarters: 3 },
    ...{ infrastructureUsd: 100, infrastructureGrowth: 10 },
  });
  // 2 cells × 2 runs × 3 months × 10, 5, 2.5 dollars; 300, 330, 363 dollars of infrastructure.
  assert.deepEqual(hundredths(quarters.map(({ fullMatrix }) => fullMatrix.usd)), [
    120 + 300,
    60 + 330,
    30 + 363,
  ]);
  assert.deepEqual(hundredths(quarters.map(({ newCells }) => newCells.usd)), [320, 330, 363]);
});

test('one dataset in three months is one dataset, not a third of one in each', () => {
  const { quarters } = makeForecast({
    ...{ cellUsd: 1, datasets: 1, methods: 1, methodsPerQuarter: 0, repetitions: 1 },
    ...{ datasetsPerMonth: 1 / 3, quarters: 2 },
  });
  assert.deepEqual(
    quarters.map(({ fullMatrix }) => fullMatrix.evaluations),
    [3, 6],
  );
});

test('the document’s own series beside what its drivers make of its first quarter', () => {
  const { quarters, total } = publishedForecast();
  assert.deepEqual(hundredths(quarters.map((q) => q.statedGrowth)), [1, 1.33, 1.67, 2]);
  assert.deepEqual(
    quarters.map(({ computed }) => [Math.round(computed.low), Math.round(computed.high)]),
    // 6000 and 9000 × 672/345, 1107/345, 1650/345.
    [
      [6000, 9000],
      [11_687, 17_530],
      [19_252, 28_878],
      [28_696, 43_043],
    ],
  );
  assert.deepEqual(total.stated, { low: 36_000, high: 54_000 });
  // 6000 and 9000 × 3774/345.
  assert.deepEqual(hundredths([total.computed.low, total.computed.high]), [65_634.78, 98_452.17]);
});

test('who said what: given, default or measured, with units', () => {
  const { inputs } = makeForecast(
    { cellUsd: 0.5, datasets: 7 },
    { cellUsd: { from: 'measured', note: 'run r1' } },
  );
  assert.deepEqual(
    inputs.filter(({ from }) => from !== 'default'),
    [
      { name: 'datasets at the start', value: 7, from: 'given' },
      { name: 'model calls of a cell', value: 0.5, unit: 'USD', from: 'measured', note: 'run r1' },
    ],
  );
});

test('absurd assumptions are refused, all at once', () => {
  assert.throws(() => makeForecast({ cellUsd: 0, datasets: -1, quarters: 4.5 }), {
    code: 'FORECAST_INVALID',
    message:
      'datasets (--datasets) has to be a whole number from 1 to 1000000 datasets, not -1. ' +
      'cellUsd (--cell-usd) has to be a number from 1e-9 to 10000000 USD, not 0. ' +
      'quarters (--quarters) has to be a whole number from 1 to 40 quarters, not 4.5.',
  });
});

const cell = (method: string, dataset: string, usd: string, done = 2): CellReport =>
  ({
    ...{ method, dataset, profile: 'current', settings: '' },
    contexts: { done, planned: 2 },
    money: { standalonePicoUsd: usd },
  }) as CellReport;

test('what a cell costs in a run is the mean over its finished cells and trials', () => {
  const report = {
    cells: [
      cell('bm25', 'a', '3000000000000'),
      cell('bm25', 'b', '5000000000000'),
      cell('dense', 'a', '7000000000000'),
      cell('dense', 'b', '1000000000000', 1),
    ],
  } as unknown as RunReport;
  // (3 + 5 + 7) dollars / 3 cells / 2 trials.
  assert.deepEqual(measuredStart(report, { trials: 2 }), {
    ...{ datasets: 2, methods: 2, cells: 3, trials: 2, cellUsd: 2.5 },
  });
  const free = { cells: [cell('bm25', 'a', '0')] } as unknown as RunReport;
  assert.equal(measuredStart(free, {}), undefined);
});
