import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeAnswer } from './normalize-answer.ts';
import { normalizedWords, tokenF1 } from './token-f1.ts';

const f1 = (prediction: string, accepted: string): number =>
  tokenF1(normalizedWords(normalizeAnswer(prediction)), normalizedWords(normalizeAnswer(accepted)));

test('F1 is the harmonic mean of precision and recall over words', () => {
  // Common: cat, sat. Precision 2 / 3, recall 2 / 2.
  assert.equal(f1('the cat sat down', 'Cat sat.'), (2 * (2 / 3) * 1) / (2 / 3 + 1));
});

test('a repeated word counts as often as both texts hold it', () => {
  // Common: x twice. Precision 2 / 3, recall 2 / 2.
  assert.equal(f1('x x x', 'x x'), (2 * (2 / 3) * 1) / (2 / 3 + 1));
});

test('yes, no and noanswer count only when both texts are the same', () => {
  assert.equal(f1('yes it is', 'Yes.'), 0);
  assert.equal(f1('no', 'no way'), 0);
  assert.equal(f1('No-answer', 'noanswer'), 1);
});

test('texts without a common word score 0, empty ones too', () => {
  assert.equal(f1('cat', 'dog'), 0);
  assert.equal(f1('', ''), 0);
  assert.equal(f1('__proto__', 'constructor'), 0);
});
