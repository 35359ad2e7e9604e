import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHumanLabels } from './human-labels.ts';

test('labels are right or wrong, or scores by metric, for a cell where there are several', () => {
  const text =
    '\uFEFF{"questionId": "d#0/q0", "label": 1}\r\n\n' +
    '{"questionId": "d#0/q0", "cell": "bm25", "label": 0}\n' +
    '{"questionId": "s#0/q0", "scores": {"judge_f1": 0.25, "judge_fluency": 1}}';
  assert.deepEqual(parseHumanLabels(text), [
    { questionId: 'd#0/q0', scores: { judge_accuracy: 1 } },
    { questionId: 'd#0/q0', cell: 'bm25', scores: { judge_accuracy: 0 } },
    { questionId: 's#0/q0', scores: { judge_f1: 0.25, judge_fluency: 1 } },
  ]);
});

test('all lines that are wrong are named at once', () => {
  const lines = [
    '{"questionId": "a", "label": 1}',
    'a,1',
    '{"questionId": "b", "label": 2}',
    '{"questionId": "c"}',
    '{"questionId": "d", "label": 1, "scores": {}}',
    '{"questionId": "e", "scores": {"judge_f1": 50}}',
    '{"questionId": "f", "label": 1, "lable": 1}',
    '{"questionId": "a", "label": 0}',
    '[]',
  ];
  assert.throws(
    () => parseHumanLabels(lines.join('\n')),
    (error: { code: string; details: { problems: string[] } }) => {
      assert.equal(error.code, 'LABELS_INVALID');
      assert.deepEqual(
        error.details.problems.map((problem) => problem.split(':')[0]),
        [2, 3, 4, 5, 6, 7, 8, 9].map((line) => `line ${line}`),
      );
      assert.equal(error.details.problems[2], 'line 4: needs either label (0 or 1) or scores');
      assert.equal(error.details.problems[6], 'line 8: a is labelled twice');
      return true;
    },
  );
});

test('a file of something else is refused in a few lines', () => {
  const text = '%PDF-1.7\n'.repeat(400);
  const lines = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((line) => `line ${line}: is no JSON`);
  assert.throws(() => parseHumanLabels(text), {
    code: 'LABELS_INVALID',
    message: `The labels cannot be used: ${lines.join('; ')}; and 390 more.`,
  });
});

test('a file without labels is refused', () => {
  for (const text of ['', ' \n\n']) {
    assert.throws(() => parseHumanLabels(text), {
      code: 'LABELS_INVALID',
      message: 'The labels cannot be used: the file holds no label.',
    });
  }
});
