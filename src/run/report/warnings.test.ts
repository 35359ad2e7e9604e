import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellReport } from '../../contracts/report.ts';
import type { ManifestCell, RunManifest } from '../manifest.ts';
import { SAMPLE_CELL } from '../report-format/__fixtures__/sample-rows.ts';
import type { RecordFacts, UnitFacts } from './unit-facts.ts';
import { reportWarnings } from './warnings.ts';

const FLOOR: ManifestCell = {
  ...{ cellId: 'c', method: 'no-memory', settings: '', controlArm: true, chunkTokens: 512 },
  ...{ dataset: 'd', family: 'f', metric: 'm' },
  profile: 'current',
};
const CEILING: ManifestCell = { ...FLOOR, method: 'oracle' };

const manifest: RunManifest = {
  ...{ v: 1, runId: 'r', name: 'r', createdAt: '', cells: [FLOOR, CEILING], units: [] },
  ...{ config: {}, identity: {}, versions: { mab: '0.1.0', node: 'v24.0.0', pipeline: 1 } },
  data: { label: './data', openCorpus: false },
  reader: { model: 'm', provider: 'p' },
};

const answer: RecordFacts = {
  ...{ questionId: 'q', droppedTokens: 0, isEmpty: false, replayed: false, totalMs: undefined },
  ...{ outcome: 'missed', notes: [], scores: { label_match: 0 } },
};

/** A cell with its one finished unit. */
function cellWith(dataset: string, records: readonly RecordFacts[]): [CellReport, UnitFacts] {
  const cellId = `c-${dataset}`;
  const unit = { unitId: 'u', cellId, contextId: `${dataset}#0`, questions: 9, trial: 1 };
  return [
    {
      ...SAMPLE_CELL,
      ...{ cellId, dataset, rowStatus: 'published' },
      score: { mean: 0, low: 0, high: 1, basis: 'contexts' },
    },
    {
      unit: { ...unit, rowStatus: 'published' },
      ...{ cost: {}, answered: records.length, served: [] },
      ...{ done: { chunks: 1, buildMs: 0, records } },
    },
  ];
}

function warningsOf(pairs: readonly [CellReport, UnitFacts][]): readonly string[] {
  const { money } = SAMPLE_CELL;
  return reportWarnings(
    manifest,
    pairs.map(([cell]) => cell),
    pairs.map(([, unit]) => unit),
    money,
  );
}

test('a warning about answers says whose they are, the most concerned first', () => {
  const unlabelled: RecordFacts = { ...answer, notes: ['label-missing'] };
  assert.deepEqual(
    warningsOf([
      cellWith('a', [unlabelled, answer, answer]),
      cellWith('b', [unlabelled, unlabelled]),
      cellWith('c', [answer]),
    ]),
    [
      '3 of 6 answers name no label; they score as wrong: ' +
        '2 of bm25 (current) topK=3 on b, 1 of bm25 (current) topK=3 on a.',
    ],
  );
});

test('a warning stays short, however many cells it is about', () => {
  const cut = { ...answer, droppedTokens: 9 };
  const [warning = '', ...others] = warningsOf(
    Array.from({ length: 1_200 }, (_, at) => cellWith(`d${at}`, [cut])),
  );
  assert.deepEqual(others, []);
  assert.match(
    warning,
    /^A part of the context was left out, and no reader saw it: up to 9 tokens/,
  );
  assert.match(warning, /on d3, and 1196 more\.$/);
});

test('a run without control arms says so, and why where it was chosen', () => {
  const told = (more: Partial<RunManifest>): readonly string[] =>
    reportWarnings({ ...manifest, ...more }, [], [], SAMPLE_CELL.money);
  const because =
    'Without floor and ceiling nobody can tell how much of a score is owed to the memory.';
  assert.deepEqual(told({}), []);
  assert.deepEqual(told({ cells: [], config: { controls: false } }), [
    `Control arms: not run (controls: false). ${because}`,
  ]);
  assert.deepEqual(told({ cells: [FLOOR] }), [`Control arms: not run: oracle. ${because}`]);
});
