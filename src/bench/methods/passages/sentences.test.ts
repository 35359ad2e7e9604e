import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitSentences } from './sentences.ts';

test('breaks after full stops, at blank lines and after headings', () => {
  const text =
    'Document 1:\nRome is old. “Is it?” asked Mr. Smith.\n\nUr is\nolder! Yes, by J. R. Reed.';
  assert.deepEqual(splitSentences(text), [
    'Document 1:',
    'Rome is old.',
    '“Is it?” asked Mr. Smith.',
    'Ur is\nolder!',
    'Yes, by J. R. Reed.',
  ]);
});

test('an empty text has no sentences', () => {
  assert.deepEqual(splitSentences(' \n\n '), []);
});

test('no sentence is longer than the limit, and no character but white space is lost', () => {
  const words = fc.array(fc.constantFrom('Rome', 'fell.', 'Mr.', '12.', '\n\n', 'x'.repeat(700)));
  fc.assert(
    fc.property(words, (pieces) => {
      const text = pieces.join(' ');
      const sentences = splitSentences(text);
      assert.ok(sentences.every((sentence) => sentence !== '' && sentence.length <= 1_200));
      assert.equal(sentences.join('').replace(/\s/g, ''), text.replace(/\s/g, ''));
    }),
  );
});
