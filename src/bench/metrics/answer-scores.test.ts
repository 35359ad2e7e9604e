import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerScores } from './answer-scores.ts';

test('each score takes the accepted answer that suits it best', () => {
  assert.deepEqual(answerScores('the white whale', ['whale', 'White Whale!', 'ship']), {
    exact_match: 1,
    f1: 1,
    substring_exact_match: 1,
    // ROUGE keeps the article, so precision is 2 / 3.
    ...{ rouge_l_f1: 0.8, rouge_l_recall: 1, rouge_lsum_f1: 0.8, rouge_lsum_recall: 1 },
  });
  assert.deepEqual(answerScores('white whale of Nantucket', ['ship', 'whale']), {
    exact_match: 0,
    // Precision 1 / 4, recall 1.
    f1: (2 * 0.25 * 1) / (0.25 + 1),
    substring_exact_match: 1,
    ...{ rouge_l_f1: 0.4, rouge_l_recall: 1, rouge_lsum_f1: 0.4, rouge_lsum_recall: 1 },
  });
});

test('an accepted answer that normalises to nothing stands in every reply', () => {
  assert.deepEqual(answerScores('ship', ['the']), {
    exact_match: 0,
    f1: 0,
    substring_exact_match: 1,
    ...{ rouge_l_f1: 0, rouge_l_recall: 0, rouge_lsum_f1: 0, rouge_lsum_recall: 0 },
  });
});
