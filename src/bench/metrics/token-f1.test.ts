import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenF1 } from './token-f1.ts';

test('F1 is the harmonic mean of precision and recall over words', () => {
  // Common: cat, sat. Precision 2 / 3, recall 2 / 2.
  assert.equal(tokenF1('the cat sat down', 'Cat sat.'), (2 * (2 / 3) * 1) / (2 / 3 + 1));
});

test('a repeated word counts as often as both texts hold it', () => {
  // Common: x twice. Precision 2 / 3, recall 2 / 2.
  assert.equal(tokenF1('x x x', 'x x'), (2 * (2 / 3) * 1) / (2 / 3 + 1));
});

test('yes, no and noanswer count only when both texts are the same', () => {
  assert.equal(tokenF1('yes it is', 'Yes.'), 0);
  assert.equal(tokenF1('no', 'no way'), 0);
  assert.equal(tokenF1('No-answer', 'noanswer'), 1);
});

test('texts without a common word score 0, empty ones too', () => {
  assert.equal(tokenF1('cat', 'dog'), 0);
  assert.equal(tokenF1('', ''), 0);
  assert.equal(tokenF1('__proto__', 'constructor'), 0);
});
