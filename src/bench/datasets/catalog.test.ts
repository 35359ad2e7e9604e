import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import reference from './__fixtures__/reference-configs.json' with { type: 'json' };
import { DATASETS, findDataset, PUBLISHED_DATASETS as published } from './catalog.ts';

const SPLITS: Readonly<Record<string, string>> = {
  Accurate_Retrieval: 'accurate-retrieval',
  Test_Time_Learning: 'test-time-learning',
  Long_Range_Understanding: 'long-range-understanding',
  Conflict_Resolution: 'conflict-resolution',
};

describe('DATASETS', () => {
  it('has the sub-datasets of the reference with its competency, chunk size and answer limit', () => {
    assert.deepEqual(
      Object.fromEntries(
        published.map(({ id, competency, chunkTokens, maxOutputTokens }) => [
          id,
          { competency, chunkTokens, maxOutputTokens },
        ]),
      ),
      Object.fromEntries(
        Object.entries(reference.configs).map(([id, config]) => [
          id,
          {
            competency: SPLITS[config.competency],
            chunkTokens: config.chunk_size,
            maxOutputTokens: config.generation_max_length,
          },
        ]),
      ),
    );
  });

  it('adds up to the rows and questions of the published dataset', () => {
    const totals = Object.values(SPLITS).map((competency) => {
      const entries = published.filter((entry) => entry.competency === competency);
      const sum = (key: 'rows' | 'questions') =>
        entries.reduce((total, entry) => total + entry[key], 0);
      return [competency, sum('rows'), sum('questions')];
    });
    // Rows and questions per split of the dataset on its hub; 146 and 3,671 in all.
    assert.deepEqual(totals, [
      ['accurate-retrieval', 22, 2000],
      ['test-time-learning', 6, 700],
      ['long-range-understanding', 110, 171],
      ['conflict-resolution', 8, 800],
    ]);
  });

  it('has the chunk sizes of Table 15 of the paper', () => {
    const small = published.filter(({ paperChunkTokens }) => paperChunkTokens === 512);
    assert.deepEqual(
      new Set(small.map(({ family }) => family)),
      new Set(['ruler-qa', 'longmemeval', 'fact-consolidation']),
    );
    assert.ok(published.every(({ paperChunkTokens }) => [512, 4096].includes(paperChunkTokens)));
  });

  it('has the answer limits of Table 14 of the paper', () => {
    assert.deepEqual(
      Object.fromEntries(
        published.map(({ family, paperMaxOutputTokens }) => [family, paperMaxOutputTokens]),
      ),
      {
        ...{ 'ruler-qa': 50, longmemeval: 100, eventqa: 40, icl: 20, recsys: 300 },
        ...{ 'infbench-sum': 1200, 'detective-qa': 500, 'fact-consolidation': 10 },
      },
    );
  });

  it('scores each family as the reference does', () => {
    assert.deepEqual(
      Object.fromEntries(published.map(({ family, primaryMetric }) => [family, primaryMetric])),
      {
        longmemeval: 'judge_accuracy',
        'infbench-sum': 'judge_f1',
        'detective-qa': 'exact_match',
        'ruler-qa': 'substring_exact_match',
        eventqa: 'eventqa_recall',
        icl: 'exact_match',
        recsys: 'recall_at_5',
        'fact-consolidation': 'substring_exact_match',
      },
    );
  });

  it('has no id twice', () => {
    assert.equal(new Set(DATASETS.map(({ id }) => id)).size, DATASETS.length);
  });
});

describe('findDataset', () => {
  it('finds every dataset by its exact id', () => {
    for (const entry of DATASETS) assert.equal(findDataset(entry.id), entry);
  });

  it('finds datasets of the open corpus in sizes that are not listed', () => {
    const { id, ...listed } = findDataset('open_event_32k');
    assert.deepEqual(findDataset('open_event_100k'), { id: 'open_event_100k', ...listed });
    assert.equal(id, 'open_event_32k');
  });

  it('never guesses: another case or a typing error gets the nearest ids', () => {
    assert.throws(() => findDataset('ruler_qa1_197k'), {
      code: 'DATASET_UNKNOWN',
      message: 'There is no dataset "ruler_qa1_197k" in the catalogue.',
      hint: /^Did you mean ruler_qa1_197K/,
    });
  });

  it('lists all ids where none is near', () => {
    assert.throws(() => findDataset('q'), {
      code: 'DATASET_UNKNOWN',
      hint: `It holds ${DATASETS.map(({ id }) => id).join(', ')}.`,
    });
  });
});
