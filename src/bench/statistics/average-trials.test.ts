import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averageTrials } from './average-trials.ts';

test('trials of a question become one score, their mean', () => {
  const q0 = { questionId: 'q0', contextId: 'c' };
  const q1 = { questionId: 'q1', contextId: 'c' };
  const trials = [
    { ...q0, score: 1 },
    { ...q1, score: 0.5 },
    { ...q0, score: 0 },
  ];
  assert.deepEqual(averageTrials(trials), [
    { ...q0, score: 0.5 },
    { ...q1, score: 0.5 },
  ]);
  assert.deepEqual(averageTrials([]), []);
});
