import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveScorers } from './prove-scorers.ts';
import { PUBLISHED_SCORES } from './published-scores.ts';
import tables from './published-tables.json' with { type: 'json' };

const percentOf = (name: string, dataset: string, table = '3'): number =>
  100 *
  (PUBLISHED_SCORES.find(
    (score) => score.name === name && score.dataset === dataset && score.table === table,
  )?.score ?? Number.NaN);

/** Name, then AR, LRU and SF as the paper prints them: none of these is in our data. */
const AVERAGES: readonly (readonly [string, number, number, number])[] = [
  ['GPT-4o (128K)', 58.1, 54.9, 32.5],
  ['GPT-4.1-mini (1M)', 71.8, 49.1, 20.5],
  ['Gemini-2.0-Flash (1M)', 65.1, 41.6, 16.5],
  ['BM25', 60.5, 35.6, 25.5],
  ['Text-Embed-3-Small', 53.8, 36.3, 15.5],
  ['HippoRAG-v2', 65.1, 36.2, 29.5],
  ['Mem0', 32.6, 20.7, 10.0],
  ['MIRIX (4.1-mini)', 63.0, 40.5, 11.5],
];

test('the rows give the averages that the paper prints beside them', () => {
  const mean = (name: string, datasets: readonly string[]): number =>
    datasets.reduce((sum, dataset) => sum + percentOf(name, dataset), 0) / datasets.length;
  for (const [name, ar, lru, sf] of AVERAGES) {
    const found = [
      mean(name, ['ruler_qa1_197K', 'ruler_qa2_421K', 'longmemeval_s*', 'eventqa_full']),
      mean(name, ['infbench_sum_eng_shots2', 'detective_qa']),
      mean(name, ['factconsolidation_sh_262k', 'factconsolidation_mh_262k']),
    ];
    for (const [at, printed] of [ar, lru, sf].entries()) {
      assert.ok(Math.abs((found[at] ?? 0) - printed) <= 0.0501, `${name}: ${found} ${printed}`);
    }
  }
});

test('the sets of labels give the mean of the main table, but for three methods', () => {
  const [main, labels] = tables.tables as [(typeof tables.tables)[0], (typeof tables.tables)[1]];
  const at = main.columns.indexOf('icl_mean');
  const meanOf = new Map(Object.entries(main.rows).map(([name, row]) => [name, row[at] ?? 0]));
  const off = Object.entries(labels.rows)
    .filter(([name, row]) => {
      const mean = row.reduce((sum: number, percent: number) => sum + percent, 0) / row.length;
      return Math.abs(mean - (meanOf.get(name) ?? Number.NaN)) > 0.0501;
    })
    .map(([name]) => name);
  assert.deepEqual(off, ['GPT-4o-mini (128K)', 'GraphRAG', 'MIRIX (4.1-mini)']);
});

test('a score has the top-k and the chunks that the paper names for it', () => {
  const settings = (name: string, dataset: string, table: string) =>
    PUBLISHED_SCORES.filter(
      (score) => score.name === name && score.dataset === dataset && score.table === table,
    ).map(({ topK, chunkTokens, score }) => [topK, chunkTokens, score]);
  assert.deepEqual(settings('Contriever', 'eventqa_full', '3'), [[5, 4096, 0.668]]);
  assert.deepEqual(settings('BM25', 'ruler_qa1_197K', '8'), [
    [10, 512, 0.66],
    [10, 1024, 0.67],
    [10, 2048, 0.68],
    [10, 4096, 0.66],
  ]);
  assert.deepEqual(
    settings('BM25', 'eventqa_full', '9').map(([k]) => k),
    [2, 5, 10],
  );
  assert.deepEqual(settings('Mem0', 'factconsolidation_sh_262k', '3'), [[undefined, 4096, 0.18]]);
});

test('scorers equal the published code on every shipped reply', () => {
  assert.deepEqual(proveScorers(), { replies: 250, equal: 250 });
});
