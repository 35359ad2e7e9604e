import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PYTHON_WHITESPACE } from '../../retrieval/python-whitespace.ts';
import golden39 from './__fixtures__/chunks-nltk-3.9.json' with { type: 'json' };
import golden310 from './__fixtures__/chunks-nltk-3.10.json' with { type: 'json' };
import { splitSentences } from './punkt.ts';
import { englishPunktTables } from './punkt-tables.ts';

const ONLY_WHITE_SPACE = new RegExp(`^[${PYTHON_WHITESPACE}]*$`);

/** Small texts glued from what the rules treat differently; see scripts/golden/chunks.py. */
it('splits small texts as NLTK 3.9 does', () => {
  for (const { text, sentences } of golden39.small) {
    assert.deepEqual(splitSentences(text, 'nltk-3.9'), sentences, JSON.stringify(text));
  }
});

it('splits small texts as NLTK 3.10 does', () => {
  for (const { text, sentences } of golden310.small) {
    assert.deepEqual(splitSentences(text, 'nltk-3.10'), sentences, JSON.stringify(text));
  }
});

describe('the two variants', () => {
  const curly = '“Who was hit?” he asked. “I was.” They left.';

  it('agree that a straight quote closes a sentence', () => {
    const text = '"I was." They left.';
    const expected = ['"I was."', 'They left.'];
    assert.deepEqual(splitSentences(text, 'nltk-3.9'), expected);
    assert.deepEqual(splitSentences(text, 'nltk-3.10'), expected);
  });

  it('differ on curly quotes: only NLTK 3.10 ends a sentence there', () => {
    const [older, newer] = [splitSentences(curly, 'nltk-3.9'), splitSentences(curly, 'nltk-3.10')];
    assert.deepEqual(older, ['“Who was hit?” he asked.', '“I was.” They left.']);
    assert.deepEqual(newer, ['“Who was hit?”', 'he asked.', '“I was.”', 'They left.']);
  });
});

describe('sentences of any text', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('Mr.', 'a', 'B.', '."', '” ', '!', '…', ' ', '\n', '3.', '😀'))
      .map((parts) => parts.join('')),
  );

  it('stand in it one after another, with nothing but white space between', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let at = 0;
        for (const sentence of splitSentences(text, 'nltk-3.10')) {
          const next = text.indexOf(sentence, at);
          assert.match(text.slice(at, next), ONLY_WHITE_SPACE);
          at = next + sentence.length;
        }
        assert.match(text.slice(at), ONLY_WHITE_SPACE);
      }),
    );
  });

  it('are never empty', () => {
    fc.assert(
      fc.property(anyText, (text) => !splitSentences(text, 'nltk-3.9').some((one) => one === '')),
    );
  });
});

it('keeps white space before the first sentence and none after the last', () => {
  assert.deepEqual(splitSentences('  One. \n Two. ', 'nltk-3.10'), ['  One.', 'Two.']);
});

it('knows as many abbreviations, starters, words and pairs as the model of NLTK', () => {
  const { abbreviations, sentenceStarters, orthography, collocations } = englishPunktTables();
  const pairs = [...collocations.values()].reduce((sum, seconds) => sum + seconds.size, 0);
  assert.deepEqual(
    [abbreviations.size, sentenceStarters.size, orthography.size, pairs],
    [156, 39, 20_366, 37],
  );
});

/** By NLTK 3.10.3: `len(nltk.sent_tokenize(unit * (200_000 // len(unit))))`. */
const RUNS: readonly (readonly [unit: string, sentences: number])[] = [
  ['!', 3],
  ['. ', 100_000],
  ['.\u00a0', 2],
  ['."', 2],
  [' ', 0],
  ['a', 1],
];

it('takes no more than moments for long runs without an ordinary word', () => {
  for (const [unit, sentences] of RUNS) {
    const found = splitSentences(unit.repeat(200_000 / unit.length), 'nltk-3.10');
    assert.equal(found.length, sentences, JSON.stringify(unit));
  }
});
