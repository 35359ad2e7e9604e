import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { encodePiece } from './byte-pairs.ts';
import { o200kVocabulary } from './o200k-vocabulary.ts';
import { tokenPieces } from './token-pieces.ts';

/**
 * White space on which JavaScript and Unicode disagree: the package follows JavaScript, tiktoken
 * Unicode.
 */
const DISPUTED = /[\ufeff\x85]/g;

const anyText = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.lorem(), { maxLength: 5 }).map((texts) => texts.join('  \n')),
    fc.string({ unit: fc.constantFrom('a', 'b', 'A', "'", 's', ' ', '\n', 'é', '中', '9', '/') }),
  )
  .map((text) => text.replace(DISPUTED, ''));

it('gives the ranks that the encoder of gpt-tokenizer gives', () => {
  const vocabulary = o200kVocabulary();
  fc.assert(
    fc.property(anyText, (text) => {
      const ranks = tokenPieces(text).flatMap((piece) => encodePiece(piece, vocabulary));
      assert.deepEqual(ranks, encode(text, { disallowedSpecial: new Set() }));
    }),
    { numRuns: 500 },
  );
});

it('gives ranks whose bytes are the piece again', () => {
  const vocabulary = o200kVocabulary();
  fc.assert(
    fc.property(anyText, (text) => {
      const bytes = encodePiece(text, vocabulary).map(vocabulary.bytesOf);
      assert.equal(Buffer.concat(bytes).toString(), text.toWellFormed());
    }),
  );
});

it('cuts a text into pieces that are the whole', () => {
  fc.assert(fc.property(anyText, (text) => tokenPieces(text).join('') === text));
});
