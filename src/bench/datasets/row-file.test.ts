import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import type { ContextRow, DatasetSource } from '../../contracts/dataset.ts';
import { sha256 } from '../../core/hashing.ts';
import { openCorpusSource } from './open-corpus/open-corpus.ts';
import { parquetSource } from './parquet-source.ts';
import { createRowFile } from './row-file.ts';

function sourceOf(bytes: Uint8Array, name: string): DatasetSource {
  const { buffer } = Uint8Array.from(bytes);
  const file = { name, competency: 'conflict-resolution', open: async () => buffer } as const;
  return parquetSource({ label: 'made here', files: [file] });
}

async function collect(rows: AsyncIterable<ContextRow>): Promise<ContextRow[]> {
  const all: ContextRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const row: ContextRow = {
  dataset: 'open_fact_sh_6k',
  competency: 'conflict-resolution',
  contextId: 'open_fact_sh_6k#0',
  context: 'שלום, 👩‍👩‍👧 and\u0000a zero.\r\nOne\u2028line.',
  contextSha256: sha256('שלום, 👩‍👩‍👧 and\u0000a zero.\r\nOne\u2028line.'),
  questions: [
    {
      id: 'open_fact_sh_6k#0/q0',
      index: 0,
      text: 'Who?',
      answers: ['מי', 'nobody'],
      evidence: ['One\u2028line.'],
    },
    { id: 'open_fact_sh_6k#0/q1', index: 1, text: 'What?', answers: ['a zero'] },
  ],
  status: 'open-corpus',
  items: { ids: ['7', '9'], names: ['Heat (1995)', 'Amélie'] },
};

/** The name that a question gets which has none. */
const named = (given: ContextRow): ContextRow => ({
  ...given,
  questions: given.questions.map((question) => ({
    qaPairId: `${given.dataset}_no${question.index}`,
    ...question,
  })),
});

describe('createRowFile', () => {
  it('writes rows that are read back whole: text, evidence, items, status', async () => {
    const file = createRowFile('conflict-resolution', 'a test');
    file.add(row);
    assert.equal(file.name, 'Conflict_Resolution-00000-of-00001.parquet');
    const source = sourceOf(file.finish(), file.name);
    assert.deepEqual(await collect(source.rows('open_fact_sh_6k')), [named(row)]);
  });

  it('writes what judges go by, as the published files have it', async () => {
    const questions = row.questions.map((question, index) => ({
      ...question,
      ...{ qaPairId: `q${index}`, type: 'multi-session', sourceId: `${index}_abs`, date: '2023' },
    }));
    const file = createRowFile('accurate-retrieval', 'a test');
    const talks = { ...row, dataset: 'longmemeval_s*', contextId: 'longmemeval_s*#0', questions };
    file.add(talks);
    const [read] = await collect(sourceOf(file.finish(), file.name).rows('longmemeval_s*'));
    const named = questions.map((question, index) => ({
      ...question,
      id: `longmemeval_s*#0/q${index}`,
    }));
    assert.deepEqual(read?.questions, named);
  });

  it('writes key points, which belong to the row', async () => {
    const [first] = row.questions;
    assert.ok(first);
    const dataset = 'infbench_sum_eng_shots2';
    const id = `${dataset}#0/q0`;
    const questions = [{ ...first, id, qaPairId: 'q0', keypoints: ['One.', 'Two.'] }];
    const file = createRowFile('long-range-understanding', 'a test');
    file.add({ ...row, dataset, questions });
    const [read] = await collect(sourceOf(file.finish(), file.name).rows(dataset));
    assert.deepEqual(read?.questions, questions);
  });

  it('writes the open corpus so that it is the same when it is read back', async () => {
    const open = openCorpusSource(7);
    const [made] = await collect(open.rows('open_fact_mh_6k'));
    assert.ok(made);
    const file = createRowFile('conflict-resolution', open.label);
    file.add(made);
    const source = sourceOf(file.finish(), file.name);
    assert.deepEqual(await collect(source.rows('open_fact_mh_6k')), [named(made)]);
    assert.deepEqual(await source.list(), [
      { dataset: 'open_fact_mh_6k', competency: 'conflict-resolution', rows: 1, questions: 100 },
    ]);
  });

  it('takes a row of the published file for published, whatever else is known of it', async () => {
    const file = createRowFile('conflict-resolution', 'a test');
    file.add({ ...row, dataset: 'factconsolidation_sh_6k' });
    const { buffer } = Uint8Array.from(file.finish());
    const statusOf = async (isPublished: boolean) => {
      const open = async () => buffer;
      const { name } = file;
      const files = [
        { ...{ name, isPublished, open }, competency: 'conflict-resolution' as const },
      ];
      const source = parquetSource({ label: 'made here', files });
      return (await collect(source.rows('factconsolidation_sh_6k')))[0]?.status;
    };
    assert.deepEqual([await statusOf(true), await statusOf(false)], ['published', 'unverified']);
  });

  it('has the published columns, and says where it comes from', async () => {
    const file = createRowFile('accurate-retrieval', 'open corpus (seed 1)');
    for (const context of ['a', 'b']) file.add({ ...row, context });
    const { buffer } = Uint8Array.from(file.finish());
    const { key_value_metadata, row_groups } = parquetMetadata(buffer);
    assert.deepEqual(key_value_metadata, [{ key: 'mab.source', value: 'open corpus (seed 1)' }]);
    assert.equal(row_groups.length, 2);
    const [, second] = await parquetReadObjects({ file: buffer, compressors: {} });
    assert.deepEqual(Object.keys(second ?? {}), ['context', 'questions', 'answers', 'metadata']);
    assert.deepEqual(second?.metadata, {
      demo: null,
      haystack_sessions: undefined,
      keypoints: undefined,
      previous_events: undefined,
      qa_pair_ids: ['open_fact_sh_6k_no0', 'open_fact_sh_6k_no1'],
      question_dates: undefined,
      question_ids: undefined,
      question_types: undefined,
      source: 'open_fact_sh_6k',
      evidence: [['One\u2028line.'], undefined],
      item_ids: ['7', '9'],
      item_names: ['Heat (1995)', 'Amélie'],
    });
  });
});
