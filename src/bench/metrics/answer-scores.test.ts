import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerScores } from './answer-scores.ts';

test('each score takes the accepted answer that suits it best', () => {
  assert.deepEqual(answerScores('the white whale', ['whale', 'White Whale!', 'ship']), {
    exact_match: 1,
    f1: 1,
    substring_exact_match: 1,
  });
  assert.deepEqual(answerScores('white whale of Nantucket', ['ship', 'whale']), {
    exact_match: 0,
    // Precision 1 / 4, recall 1.
    f1: (2 * 0.25 * 1) / (0.25 + 1),
    substring_exact_match: 1,
  });
});

test('an accepted answer that normalises to nothing stands in every reply', () => {
  assert.deepEqual(answerScores('ship', ['the']), {
    exact_match: 0,
    f1: 0,
    substring_exact_match: 1,
  });
});
