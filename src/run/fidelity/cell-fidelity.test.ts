import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PUBLISHED_SCORES } from '../../bench/published/published-scores.ts';
import type { CellReport } from '../../contracts/report.ts';
import { SAMPLE_CELL } from '../report-format/__fixtures__/sample-rows.ts';
import { cellFidelity } from './cell-fidelity.ts';
import type { CellSettings } from './cell-settings.ts';
import { sameModel } from './obstacles.ts';
import { scoreGap } from './score-gap.ts';

const DATASET = 'ruler_qa1_197K';

/** Everything as in the paper: BM25 with GPT-4o-mini scored 66 there. */
const SETTINGS: CellSettings = {
  ...{ method: 'bm25', profile: 'reference', isPlugin: false, embedder: undefined },
  ...{ reader: 'gpt-4o-mini-2024-07-18', temperature: 0.7, dataset: DATASET },
  ...{ rowStatus: 'published', topK: 10, chunkTokens: 512, maxOutputTokens: 50 },
  ...{ isPart: false, trials: 1, judge: undefined },
};

function fidelity(percent: number, changes: Partial<CellSettings> = {}) {
  const { score: _score, ...rest } = SAMPLE_CELL;
  const mean = percent / 100;
  // Wilson's interval is about ±9 points here.
  const score = { mean, low: mean - 0.09, high: mean + 0.09, basis: 'questions' } as const;
  const cell: CellReport = { ...rest, method: 'bm25', dataset: DATASET, score };
  const published = PUBLISHED_SCORES.filter(({ dataset }) => dataset === DATASET);
  return cellFidelity(
    cell,
    { ...SETTINGS, ...changes },
    { published, hasReference: true, questions: 100, prompts: 'ours' },
  );
}

test('a score inside the noise agrees, and says up to where', () => {
  const { verdict, published, gap, differences, causes, obstacles } = fidelity(60);
  assert.deepEqual(
    [verdict, published?.table, published?.score, obstacles, causes, differences],
    ['agrees', '3', 0.66, [], [], ['prompts in our own wording']],
  );
  // 1.96 × √(0.0459² + 0.0474²) = 12.93 points, and half of what the paper rounds to.
  assert.equal(gap?.within.toFixed(4), '0.1343');
  assert.equal(gap?.difference.toFixed(4), '-0.0600');
});

test('a score beyond the noise differs, with what may have moved it', () => {
  const { verdict, causes } = fidelity(45, { temperature: 0 });
  assert.equal(verdict, 'differs');
  assert.ok(causes.some((cause) => cause.includes('512 tokens')));
  assert.ok(causes.includes('Temperature 0, 0.7 in the published code.'));
});

test('what changes the thing that is measured stands in the way', () => {
  const reason = (changes: Partial<CellSettings>) => {
    const { verdict, obstacles } = fidelity(66, changes);
    assert.equal(verdict, 'not-comparable');
    return obstacles;
  };
  assert.deepEqual(reason({ reader: 'gpt-4o' }), ['gpt-4o answered, gpt-4o-mini in the paper']);
  assert.deepEqual(reason({ profile: 'current' }), [
    'profile current, where reference follows the published code',
  ]);
  assert.deepEqual(reason({ rowStatus: 'partial' }), ['the rows are a part of the published ones']);
  assert.deepEqual(reason({ isPlugin: true }), ['bm25 is a plug-in']);
  assert.deepEqual(reason({ topK: 3 }), ['top-k 3, 10 in the paper']);
  assert.deepEqual(reason({ chunkTokens: 300 }), ['chunks of 300 tokens, 512 in the paper']);
  assert.deepEqual(reason({ method: 'hybrid' }), ['the paper has no score of this method on it']);
});

test('another judge than the published one stands in the way, and so does another protocol', () => {
  const reason = (protocol: string, ...models: string[]) => {
    const dataset = 'longmemeval_s*';
    const { obstacles, differences } = fidelity(45, { dataset, judge: { protocol, models } });
    assert.ok(differences.some((difference) => difference.includes('judge is asked in our own')));
    return obstacles;
  };
  assert.deepEqual(reason('longmemeval', 'gpt-4o-2024-05-13'), []);
  assert.deepEqual(reason('longmemeval', 'gpt-4o-mini'), [
    'gpt-4o-mini judged, gpt-4o in the published code',
  ]);
  assert.deepEqual(reason('longmemeval', 'gpt-4o', 'gpt-4o'), [
    'a panel of gpt-4o, gpt-4o judged, gpt-4o in the published code',
  ]);
  assert.deepEqual(reason('generic', 'gpt-4o'), ['judged by the protocol generic, which is ours']);
});

test('another top-k or chunk size that the paper has is what a cell is held against', () => {
  const { published, verdict, others } = fidelity(60, { topK: 5 });
  assert.deepEqual([verdict, published?.table, published?.topK], ['agrees', '9', 5]);
  assert.ok(others.some(({ topK, chunkTokens }) => topK === 10 && chunkTokens === 512));
  const large = fidelity(66, { chunkTokens: 4096 });
  assert.deepEqual([large.published?.table, large.published?.chunkTokens], ['8', 4096]);
});

test('a snapshot is its model, and no other', () => {
  for (const name of [
    'gpt-4o-mini',
    'gpt-4o-mini-2024-07-18',
    'openai/gpt-4o-mini',
    'GPT-4o-mini',
  ]) {
    assert.ok(sameModel(name, 'gpt-4o-mini'), name);
  }
  assert.ok(sameModel('claude-3-7-sonnet-20250219', 'claude-3-7-sonnet'));
  assert.ok(sameModel('gemini-2.0-flash-001', 'gemini-2.0-flash'));
  assert.ok(!sameModel('gpt-4o-mini', 'gpt-4o'));
  assert.ok(!sameModel('gpt-4o-mini-tts', 'gpt-4o-mini'));
});

test('a published share has an error of its own', () => {
  const ours = { mean: 0.5, low: 0.5, high: 0.5, basis: 'contexts' } as const;
  const { within } = scoreGap(ours, 0.5, { questions: 100, step: 0.01 });
  // 1.96 × √(0.25 / 100) + 0.005.
  assert.equal(within.toFixed(4), '0.1030');
});
