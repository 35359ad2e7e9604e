import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unicodeWords, whitespaceTokens } from './tokenizers.ts';

test('whitespace tokens keep case and punctuation, as str.split() does', () => {
  assert.deepEqual(whitespaceTokens('  Paris. is\x1cin\x85France\ufeff\n'), [
    'Paris.',
    'is',
    'in',
    'France\ufeff',
  ]);
});

test('words are lower case runs of letters, marks and digits', () => {
  assert.deepEqual(unicodeWords('In 1851: "Moby-Dick" (3.14 £, naïve_Ω)!'), [
    'in',
    '1851',
    'moby',
    'dick',
    '3',
    '14',
    'naïve',
    'ω',
  ]);
});

test('composed, decomposed, ligature and full-width spellings give the same word', () => {
  assert.deepEqual(unicodeWords('café cafe\u0301 ﬁsh ＦＩＳＨ'), ['café', 'café', 'fish', 'fish']);
});

test('possessive endings go, other apostrophes vanish, straight or curly', () => {
  assert.deepEqual(unicodeWords("Ahab's Ahab’s don't o’clock 'quoted' dogs' rock'n'roll"), [
    'ahab',
    'ahab',
    'dont',
    'oclock',
    'quoted',
    'dogs',
    'rocknroll',
  ]);
});

test('a text without letters or digits has no words', () => {
  assert.deepEqual(unicodeWords(''), []);
  assert.deepEqual(unicodeWords("' — ... !"), []);
});

test('stemming takes English words to their Porter stem and leaves others alone', () => {
  // Stems from the sample vocabulary published with Porter's algorithm.
  const text = 'Caresses ponies relational Whales’ naïves 1980s';
  assert.deepEqual(unicodeWords(text, { stem: true }), [
    'caress',
    'poni',
    'relat',
    'whale',
    'naïves',
    '1980s',
  ]);
});
