import type {
  Chunk,
  Memory,
  MemoryMethod,
  MethodContext,
  Profile,
} from '../../../contracts/memory-method.ts';
import { invariant, MabError } from '../../../core/errors.ts';
import { type Bm25Hit, type Bm25Index, createBm25 } from '../../../retrieval/bm25.ts';
import { type Tokenizer, unicodeWords, whitespaceTokens } from '../../../retrieval/tokenizers.ts';
import { type Findings, readAnswer } from '../read-answer.ts';
import { type Bm25MethodOptions, bm25Facts } from './options.ts';

/**
 * Keyword retrieval over whole chunks. Both profiles use rank_bm25's Okapi formula and differ in
 * what a word is.
 *
 * `reference`: words as white space leaves them, case and punctuation included.
 * `current`: Unicode words in lower case, stemmed unless `stem` is false: questions inflect the
 * words of the text. Measured on chunks of 512 tokens, questions whose answer stands in the first
 * 10 (3) chunks: RULER-QA1 71 (59) of 100 by white space, 92 (80) by words, 96 (88) by stems;
 * numbered facts of 262 K tokens 95 (82), 97 (91), 98 (89).
 *
 * Deviations from the reference: chunks and questions are searched bare, without the templates
 * around them; nothing is dropped from a long context; of equal scores the earlier chunk comes
 * first.
 */
export const bm25Method: MemoryMethod<Bm25MethodOptions> = {
  ...bm25Facts,
  create: (context, options) =>
    createMemory(context, options, tokenizerOf(context.profile, options)),
};

/** @throws {MabError} METHOD_OPTION_UNUSED when the profile would ignore a wish. */
function tokenizerOf(profile: Profile, { stem }: Bm25MethodOptions): Tokenizer {
  if (profile !== 'reference') return (text) => unicodeWords(text, { stem: stem ?? true });
  if (stem === undefined) return whitespaceTokens;
  throw new MabError('METHOD_OPTION_UNUSED', 'The profile reference of bm25 has no option stem.', {
    hint: 'Leave stem out, or choose the profile current.',
  });
}

function createMemory(
  context: MethodContext,
  { topK }: Bm25MethodOptions,
  tokenize: Tokenizer,
): Memory {
  const chunks: Chunk[] = [];
  let index: Bm25Index | undefined;
  return {
    memorize: async (chunk) => {
      chunks.push(chunk);
    },
    finalize: async () => {
      chunks.sort((a, b) => a.index - b.index);
      index = createBm25(chunks.map(({ text }) => tokenize(text)));
    },
    answer: (query) => {
      invariant(index, 'bm25 was asked before finalize');
      const hits = index.search(tokenize(query.text), topK);
      return readAnswer(context, query, findings(chunks, hits));
    },
  };
}

/** A blank chunk counts in the statistics, as in the reference, but shows the reader nothing. */
function findings(chunks: readonly Chunk[], hits: readonly Bm25Hit[]): Findings {
  const items = hits.flatMap(({ index, score }) => {
    const chunk = chunks[index];
    if (!chunk || chunk.text.trim() === '') return [];
    return [{ kind: 'chunk' as const, text: chunk.text, score, sources: [chunk.id] }];
  });
  return { items, provenance: 'exact' };
}
