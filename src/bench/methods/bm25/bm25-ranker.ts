import type { Profile } from '../../../contracts/memory-method.ts';
import { invariant, MabError } from '../../../core/errors.ts';
import { type Bm25Index, createBm25 } from '../../../retrieval/bm25.ts';
import { unicodeWords, whitespaceTokens } from '../../../retrieval/tokenizers.ts';
import type { ChunkRanker } from '../ranked-chunks/ranked-chunks.ts';

/**
 * Ranks chunks by rank_bm25's Okapi formula. Profiles differ in what a word is and in what is
 * searched.
 *
 * `reference`: words as white space leaves them, case and punctuation included; chunks inside their
 * template, and the question as `publishedQuery` has it.
 * `current`: Unicode words in lower case, stemmed unless `stem` is false (questions inflect the
 * words of the text); bare chunks and questions. Measured on chunks of 512 tokens, questions whose
 * answer stands in the first 10 (3) chunks: RULER-QA1 71 (59) of 100 by white space, 92 (80) by
 * words, 96 (88) by stems; numbered facts of 262 K tokens 95 (82), 97 (91), 98 (89).
 *
 * @throws {MabError} METHOD_OPTION_UNUSED when the profile would ignore a wish.
 */
export function createBm25Ranker(profile: Profile, stem: boolean | undefined): ChunkRanker {
  const isReference = profile === 'reference';
  if (isReference && stem !== undefined) throw optionUnused();
  const tokenize = isReference
    ? whitespaceTokens
    : (text: string) => unicodeWords(text, { stem: stem ?? true });
  let index: Bm25Index | undefined;
  return {
    publishedEnd: '\n',
    build: async (chunks) => {
      index = createBm25(chunks.map(({ text, message }) => tokenize(isReference ? message : text)));
    },
    search: async ({ text, publishedText }, count) => {
      invariant(index, 'bm25 was asked before finalize');
      return index.search(tokenize(isReference ? publishedText : text), count);
    },
  };
}

function optionUnused(): MabError {
  return new MabError('METHOD_OPTION_UNUSED', 'The profile reference of bm25 has no option stem.', {
    hint: 'Leave stem out, or choose the profile current.',
  });
}
