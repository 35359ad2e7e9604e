import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MabError } from '../../../core/errors.ts';
import { countTokens as countO200k } from '../../chunking/token-count.ts';
import { splitForEmbedding } from './split-for-embedding.ts';

/** One token a word, and two around every text. */
const countWords = (text: string): number => 2 + (text.match(/\S+/g)?.length ?? 0);
const countUnits = (text: string): number => text.length;
const withoutSpace = (text: string): string => text.replace(/\s/g, '');
const graphemes = (text: string): string[] =>
  [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);

test('whole sentences are put together as long as they fit', () => {
  const text = 'One two three. Four five.\nSix!  Seven eight nine ten. Eleven.';
  assert.deepEqual(splitForEmbedding(text, 8, countWords), [
    'One two three. Four five.\nSix!',
    'Seven eight nine ten. Eleven.',
  ]);
  assert.deepEqual(splitForEmbedding(text, 99, countWords), [text]);
});

test('a long sentence is cut at white space, and its rest joined with what follows', () => {
  assert.deepEqual(splitForEmbedding('Aa bb cc dd ee ff gg. Hh ii.', 6, countWords), [
    'Aa bb cc dd',
    'ee ff gg.',
    'Hh ii.',
  ]);
  assert.deepEqual(splitForEmbedding('Aa bb cc dd ee. Ff gg.', 6, countWords), [
    'Aa bb cc dd',
    'ee. Ff gg.',
  ]);
});

test('a word that is too long is cut between characters, not in them', () => {
  const accented = 'e\u0301';
  const family = '👩‍👩‍👧';
  const flag = '🇫🇷';
  const text = [accented, family, flag, '字', '😀'].join('').repeat(50);
  for (const limit of [8, 9, 10, 23]) {
    const pieces = splitForEmbedding(text, limit, countUnits);
    assert.deepEqual(pieces.flatMap(graphemes), graphemes(text));
    assert.ok(pieces.every((piece) => piece.length <= limit));
  }
});

test('a character that is itself too long is cut between code points', () => {
  assert.deepEqual(splitForEmbedding(`😀${'\u0301'.repeat(5)}`, 3, countUnits), [
    '😀\u0301',
    '\u0301\u0301\u0301',
    '\u0301',
  ]);
});

test('white space alone gives nothing, and a limit that no code point meets is refused', () => {
  assert.deepEqual(splitForEmbedding(' \n\u00a0\t', 8, countWords), []);
  assert.throws(
    () => splitForEmbedding('Ab 😀', 1, countUnits),
    (error) =>
      error instanceof MabError &&
      error.code === 'EMBEDDING_LIMIT_INVALID' &&
      error.message === 'The embedder takes texts of 1 tokens, while "😀" alone has 2.',
  );
});

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('. ', '! The ', '\n\n', '   ', 'Mr. ', ': \n', '…"', '\r\n', '\u2028'),
      fc.constantFrom('مرحبا بالعالم', 'שלום. ', '👩🏽‍🚀', '字'.repeat(40), 'x'.repeat(1_300)),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 10 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

for (const [name, countTokens, least] of [
  ['words', countWords, 3],
  ['code units', countUnits, 2],
  ['o200k tokens', countO200k, 4],
] as const) {
  test(`pieces fit, hold all but white space, and tear no pair: ${name}`, () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: least, max: 60 }), (text, maxTokens) => {
        const pieces = splitForEmbedding(text, maxTokens, countTokens);
        assert.equal(pieces.map(withoutSpace).join(''), withoutSpace(text));
        for (const piece of pieces) {
          assert.ok(countTokens(piece) <= maxTokens, `${countTokens(piece)} tokens`);
          assert.equal(piece, piece.trim());
          assert.notEqual(piece, '');
          if (text.isWellFormed()) assert.ok(piece.isWellFormed());
        }
      }),
    );
  });
}

test('the work grows with the text: a million words or letters in a line', () => {
  for (const text of ['word '.repeat(1_000_000), 'é字😀'.repeat(1_000_000)]) {
    let counted = 0;
    const count = (piece: string): number => {
      counted += piece.length;
      return countUnits(piece);
    };
    const pieces = splitForEmbedding(text, 1_000, count);
    assert.equal(pieces.map(withoutSpace).join(''), withoutSpace(text));
    assert.ok(counted < 4 * text.length, `counted ${counted} of ${text.length} characters`);
  }
});
