import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Marks } from '../../contracts/judge.ts';
import { panelMarks } from './panel.ts';

const BINARY = ['judge_accuracy'] as const;
const SUMMARY = ['judge_f1', 'judge_fluency', 'judge_recall', 'judge_precision'] as const;

const vote = (judge_accuracy: number, repaired = false): Marks => ({
  outcome: 'scored',
  scores: { judge_accuracy },
  repaired,
});
const refused: Marks = { outcome: 'unscored', code: 'JUDGE_REFUSED', said: 'No.' };

const together = (marks: readonly Marks[], rule: 'majority' | 'mean' = 'majority'): Marks => {
  const byJudge = Object.fromEntries(marks.map((one, at) => [`judge ${at + 1}`, one]));
  const result = panelMarks('c#0/q0', byJudge, { rule, metrics: BINARY });
  assert.deepEqual({ ...result, panel: 0 }, { questionId: 'c#0/q0', byJudge, panel: 0 });
  return result.panel;
};

test('a single judge decides alone, also that there is no score', () => {
  assert.deepEqual(together([vote(1)]), vote(1));
  assert.deepEqual(together([refused]), refused);
});

test('the majority of those that scored decides', () => {
  assert.deepEqual(together([vote(1), vote(0), vote(1)]), vote(1));
  assert.deepEqual(together([vote(0), vote(0), vote(1, true)]), vote(0, true));
  assert.deepEqual(together([vote(0), vote(0), refused]), vote(0));
});

test('a tie gives no score', () => {
  const tied = (said: string): Marks => ({ outcome: 'unscored', code: 'JUDGE_TIED', said });
  assert.deepEqual(together([vote(1), vote(0)]), tied('judge 1: 1, judge 2: 0'));
  assert.deepEqual(
    together([vote(1), refused, vote(0)]),
    tied('judge 1: 1, judge 2: JUDGE_REFUSED, judge 3: 0'),
  );
});

test('without more than half of the panel there is no score, under either rule', () => {
  const panels: (readonly [readonly Marks[], string])[] = [
    [[vote(1), refused], 'judge 1: 1, judge 2: JUDGE_REFUSED'],
    [[refused, refused, vote(1)], 'judge 1: JUDGE_REFUSED, judge 2: JUDGE_REFUSED, judge 3: 1'],
  ];
  for (const [marks, said] of panels) {
    const expected: Marks = { outcome: 'unscored', code: 'JUDGE_NO_QUORUM', said };
    assert.deepEqual(together(marks), expected);
    assert.deepEqual(together(marks, 'mean'), expected);
  }
});

test('the mean is the share of the judges that scored', () => {
  assert.deepEqual(together([vote(1), vote(0)], 'mean'), vote(0.5));
  assert.deepEqual(together([vote(1), vote(1), vote(0), refused], 'mean'), vote(2 / 3));
});

test('summaries are averaged score by score, under either rule', () => {
  const [a, b] = [
    [0.5, 1, 0.5, 0.5],
    [0, 0, 1, 0.25],
  ].map(
    (values): Marks => ({
      outcome: 'scored',
      scores: Object.fromEntries(SUMMARY.map((metric, at) => [metric, values[at] ?? 0])),
      counts: { recall_found: 1 },
      repaired: false,
    }),
  );
  assert.ok(a && b);
  for (const rule of ['majority', 'mean'] as const) {
    assert.deepEqual(panelMarks('q', { a, b }, { rule, metrics: SUMMARY }).panel, {
      outcome: 'scored',
      scores: { judge_f1: 0.25, judge_fluency: 0.5, judge_recall: 0.75, judge_precision: 0.375 },
      repaired: false,
    });
  }
});
