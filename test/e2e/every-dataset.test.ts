import assert from 'node:assert/strict';
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import {
  type PublishedRow,
  publishedFile,
} from '../../src/bench/datasets/__fixtures__/published-file.ts';
import { publishedRow } from '../../src/bench/datasets/__fixtures__/published-rows.ts';
import { PUBLISHED_DATASETS as PUBLISHED } from '../../src/bench/datasets/catalog.ts';
import { fileOfCompetency } from '../../src/bench/datasets/parquet-file.ts';
import { scorerOf } from '../../src/bench/metrics/scorers.ts';
import type { ItemTable } from '../../src/contracts/dataset.ts';
import type { CellReport } from '../../src/contracts/report.ts';

const QUESTIONS = 2;

/** Every sub-dataset in its exact schema: two small rows where the published one has several. */
async function writeData(folder: string): Promise<void> {
  const files = new Map<string, PublishedRow[]>();
  const tables: ItemTable[] = [];
  for (const { id, competency, rows } of PUBLISHED) {
    for (let seed = 1; seed <= Math.min(rows, 2); seed++) {
      const { row, items } = await publishedRow(id, seed, QUESTIONS);
      const name = fileOfCompetency(competency);
      files.set(name, [...(files.get(name) ?? []), row]);
      if (items) tables.push(items);
    }
  }
  await mkdir(folder, { recursive: true });
  for (const [name, rows] of files) {
    await writeFile(join(folder, name), new Uint8Array(publishedFile(rows)));
  }
  await writeFile(join(folder, 'entity2id.json'), entityTable(tables));
}

function entityTable(tables: readonly ItemTable[]): string {
  const entries = tables.flatMap(({ ids, names }) =>
    ids.map((id, at): [string, number] => [
      `<http://dbpedia.org/resource/${names[at]?.replaceAll(' ', '_')}>`,
      Number(id),
    ]),
  );
  return JSON.stringify(Object.fromEntries(entries));
}

async function run(folder: string, config: object): Promise<readonly CellReport[]> {
  const configPath = join(folder, 'every-dataset.json');
  await writeFile(configPath, JSON.stringify(config));
  const { cells } = await commands.runBenchmark({
    ...{ configPath, workspace: join(folder, 'workspace') },
    ...{ retryFailed: false, acceptDiverged: false, share: 1 },
    onEvent: () => {},
    signal: new AbortController().signal,
  });
  return cells;
}

describe('every sub-dataset of the benchmark, in its exact schema', () => {
  let cells: readonly CellReport[] = [];
  before(async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-every-'));
    await writeData(join(folder.path, 'data'));
    cells = await run(folder.path, {
      data: { folder: 'data' },
      datasets: PUBLISHED.map(({ id }) => id),
      methods: [{ id: 'bm25', profile: 'reference' }, 'oracle'],
      controls: false,
      chunking: { chunkTokens: 'paper' },
      outputTokens: 'paper',
      reader: { provider: 'extractive' },
    });
  });

  it('is loaded, chunked, asked and answered in full', () => {
    const answered = cells.map(({ dataset, method, contexts, questions }) => [
      `${method} on ${dataset}`,
      { contexts, questions },
    ]);
    const wanted = PUBLISHED.flatMap(({ id, rows, family }) => {
      const count = Math.min(rows, 2);
      const planned = count * (family === 'infbench-sum' ? 1 : QUESTIONS);
      return ['bm25', 'oracle'].map((method) => [
        `${method} on ${id}`,
        { contexts: { done: count, planned: count }, questions: { answered: planned, planned } },
      ]);
    });
    assert.deepEqual(Object.fromEntries(answered), Object.fromEntries(wanted));
  });

  it('has a score, or a blank cell where the score is a judge’s', () => {
    for (const { dataset, outcome, metric, metrics, score } of cells) {
      const isJudged = metric.startsWith('judge_');
      assert.equal(outcome, isJudged ? 'blank' : 'scored', dataset);
      assert.equal(score === undefined, isJudged, dataset);
      const family = PUBLISHED.find(({ id }) => id === dataset)?.family ?? 'icl';
      // Blank for want of a judge alone: the string metrics are there.
      if (isJudged)
        assert.ok(
          scorerOf(family).metrics.every((name) => name in metrics),
          dataset,
        );
    }
  });

  it('says the sizes of the paper where they are not the configuration’s', () => {
    const settings = cells.map(({ dataset, settings, dataSettings }) => [
      dataset,
      [settings, dataSettings].filter(Boolean).join(' '),
    ]);
    const wanted = PUBLISHED.map((entry) => {
      const { id, chunkTokens, paperChunkTokens, maxOutputTokens, paperMaxOutputTokens } = entry;
      return [
        id,
        [
          ...(paperChunkTokens === chunkTokens ? [] : [`chunkTokens=${paperChunkTokens}`]),
          ...(paperMaxOutputTokens === maxOutputTokens
            ? []
            : [`outputTokens=${paperMaxOutputTokens}`]),
        ].join(' '),
      ];
    });
    assert.deepEqual(Object.fromEntries(settings), Object.fromEntries(wanted));
  });

  it('is helped by evidence that the dataset marks', () => {
    const oracle = cells.find(
      ({ dataset, method }) => dataset === 'longmemeval_s*' && method === 'oracle',
    );
    assert.equal(oracle?.metrics.evidence_recall?.mean, 1);
  });
});
