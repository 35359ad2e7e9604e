import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { labelMatch, parseLabel } from './icl-label.ts';
import { scorerOf } from './scorers.ts';

test('a label is the number at the start or after "label:"', () => {
  const labels = ['28', 'label: 28', 'LABEL :28', 'The label: 028.', '28 (card arrival)'].map(
    parseLabel,
  );
  assert.deepEqual(labels, ['28', '28', '28', '28', '28']);
  assert.equal(parseLabel('label: 0'), '0');
});

test('other numbers are no labels', () => {
  const labels = ['', 'card 28', '2.8', '1,000', '-28', 'mislabel: 28', 'label 28'].map(parseLabel);
  assert.deepEqual(
    labels,
    Array.from({ length: 7 }, () => undefined),
  );
});

test('a reply in the form of the demonstrations matches leniently', () => {
  assert.equal(labelMatch('label: 28', ['28']), 1);
  assert.equal(labelMatch('label: 28', ['2', '8']), 0);
  assert.equal(labelMatch('label: 28', ['card_arrival']), 0);
});

test('the lenient match is never less than the exact match', () => {
  const score = scorerOf('icl').create({});
  const text = fc.oneof(
    fc.constantFrom('28', '-28', '2.8', 'label: 28', '28.', 'x', ''),
    fc.string(),
  );
  fc.assert(
    fc.property(text, fc.array(text, { minLength: 1, maxLength: 3 }), (reply, answers) => {
      const { scores } = score(reply, { text: '', answers });
      assert.ok((scores.label_match ?? -1) >= (scores.exact_match ?? 2));
    }),
  );
});
