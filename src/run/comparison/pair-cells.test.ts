import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellReport } from '../../contracts/report.ts';
import { SAMPLE_CELL } from '../report-format/__fixtures__/sample-rows.ts';
import { pairCells } from './pair-cells.ts';

function cell(name: string, dataset = 'a'): CellReport {
  const [method = '', profile = 'current', settings = ''] = name.split(' ');
  const controlArm = method === 'oracle';
  return {
    ...{ ...SAMPLE_CELL, cellId: `${name} ${dataset}`, dataset, controlArm, method, settings },
    profile: profile as CellReport['profile'],
  };
}

function pairsOf(before: readonly CellReport[], after: readonly CellReport[]) {
  const { pairs, onlyBefore, onlyAfter } = pairCells(before, after);
  const ids = (cells: readonly CellReport[]): string[] => cells.map(({ cellId }) => cellId);
  return {
    pairs: pairs.map((pair) => `${pair.before.cellId} = ${pair.after.cellId}`),
    onlyBefore: ids(onlyBefore),
    onlyAfter: ids(onlyAfter),
  };
}

test('the same settings go before the same method, in the order of the run before', () => {
  assert.deepEqual(
    pairsOf(
      [cell('bm25 current k=1'), cell('bm25 current k=5'), cell('dense')],
      [cell('dense'), cell('bm25 current k=5'), cell('bm25 current k=9')],
    ),
    {
      pairs: [
        'bm25 current k=1 a = bm25 current k=9 a',
        'bm25 current k=5 a = bm25 current k=5 a',
        'dense a = dense a',
      ],
      onlyBefore: [],
      onlyAfter: [],
    },
  );
});

test('the only method of each run is compared whatever it is, a control arm never with a method', () => {
  assert.deepEqual(pairsOf([cell('bm25'), cell('oracle')], [cell('dense')]), {
    pairs: ['bm25 a = dense a'],
    onlyBefore: ['oracle a'],
    onlyAfter: [],
  });
});

test('where two would do none is taken, and datasets are never mixed', () => {
  assert.deepEqual(
    pairsOf(
      [cell('bm25 current k=1'), cell('bm25', 'b')],
      [cell('bm25 current k=2'), cell('bm25 current k=3')],
    ),
    {
      pairs: [],
      onlyBefore: ['bm25 current k=1 a', 'bm25 b'],
      onlyAfter: ['bm25 current k=2 a', 'bm25 current k=3 a'],
    },
  );
});
