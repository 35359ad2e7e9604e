import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import golden from './__fixtures__/chunks-nltk-3.10.json' with { type: 'json' };
import { countTokens, firstTokens, lastTokens } from './token-count.ts';

/** Texts and values by tiktoken; see scripts/golden/chunks.py. */
const { small } = golden;

describe('small texts', () => {
  it('have as many tokens as in tiktoken', () => {
    for (const { text, tokens } of small) {
      assert.equal(countTokens(text), tokens, JSON.stringify(text));
    }
  });

  it('are cut after five tokens as by tiktoken, also within a character', () => {
    for (const { text, first5Tokens } of small) {
      assert.equal(firstTokens(text, 5), first5Tokens, JSON.stringify(text));
    }
  });

  it('are cut before the last five tokens as by tiktoken, also within a character', () => {
    for (const { text, last5Tokens } of small) {
      assert.equal(lastTokens(text, 5), last5Tokens, JSON.stringify(text));
    }
  });
});

describe('special tokens in data', () => {
  it('count one for the end of a text, wherever it stands', () => {
    assert.equal(countTokens('<|endoftext|>'), 1);
    assert.equal(
      countTokens('one<|endoftext|>two<|endoftext|>'),
      countTokens('one') + 1 + countTokens('two') + 1,
    );
  });

  it('are ordinary text otherwise, as long as in tiktoken, and never an error', () => {
    assert.equal(countTokens('<|im_start|>'), 6);
    assert.equal(countTokens('<|endofprompt|>'), 7);
  });

  it('are ordinary text where a text is cut', () => {
    assert.equal(firstTokens('<|endoftext|>', 3), '<|end');
    assert.equal(lastTokens('<|endoftext|>', 3), 'text|>');
  });
});

/** By tiktoken 0.14.0: `len(encoding.encode(unit * (1_000_000 // len(unit))))`. */
const RUNS: readonly (readonly [unit: string, tokens: number])[] = [
  ['a', 125_000],
  ['!', 62_500],
  ['\n', 62_500],
  ['-.', 500_001],
];

for (const [unit, tokens] of RUNS) {
  it(`counts a million characters of ${JSON.stringify(unit)} as tiktoken does, in seconds`, () => {
    assert.equal(countTokens(unit.repeat(1_000_000 / unit.length)), tokens);
  });
}

it('counts a million spaces, which tiktoken cannot, at 128 to a token', () => {
  assert.equal(countTokens(' '.repeat(1_000_000)), Math.ceil(1_000_000 / 128));
});

it('keeps a text that has no more tokens than asked for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const tokens = countTokens(text);
      assert.equal(firstTokens(text, tokens), text);
      assert.equal(lastTokens(text, tokens + 1), text);
    }),
  );
});

it('cuts plain text into a start and an end that are the whole', () => {
  const words = fc.array(
    fc.constantFrom('whale', ' the', ' sea', 'unfathomably', '. ', '\n\n', '7'),
  );
  fc.assert(
    fc.property(words, fc.nat(20), (parts, tokens) => {
      const text = parts.join('');
      const start = firstTokens(text, tokens);
      assert.equal(start + lastTokens(text, Math.max(0, countTokens(text) - tokens)), text);
    }),
  );
});

it('refuses a limit that is no whole number', () => {
  for (const tokens of [-1, 0.5, Number.NaN]) {
    const expected = { code: 'TOKEN_LIMIT_INVALID', message: `${tokens} is no number of tokens.` };
    assert.throws(() => firstTokens('text', tokens), expected);
    assert.throws(() => lastTokens('text', tokens), expected);
  }
});
