import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MabError } from '../../core/errors.ts';
import { eventQaRecall } from './eventqa-recall.ts';

test('every accepted answer must stand in the reply, in any case and place', () => {
  assert.equal(eventQaRecall('He LEFT the inn.\nThen he slept.', ['he left the inn', 'slept']), 1);
  assert.equal(eventQaRecall('He left the inn.', ['he left the inn', 'slept']), 0);
});

test('punctuation and spacing count', () => {
  assert.equal(eventQaRecall('He left, the inn', ['He left the inn']), 0);
});

test('a question without accepted answers is refused, not scored', () => {
  assert.throws(
    () => eventQaRecall('x', []),
    (error) => error instanceof MabError && error.code === 'ANSWERS_EMPTY',
  );
});
