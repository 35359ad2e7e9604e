import { MabError } from '../../core/errors.ts';
import { splitSentences } from './punkt.ts';
import type { PunktVariant } from './punkt-variant.ts';
import { countTokens } from './token-count.ts';

export interface ChunkingOptions {
  /**
   * Most tokens (o200k_base) of the sentences of one chunk, summed; at least 1. The reference
   * uses 4096.
   */
  readonly chunkTokens: number;
  /** Whose sentence rules; `nltk-3.10` is the current one. */
  readonly punkt: PunktVariant;
}

/**
 * Cuts a text into chunks of whole sentences, filled greedily in order; sentences are joined by
 * one space.
 *
 * The limit is on the sum of the sentences' own tokens, so a chunk counted as one text may differ
 * by a few. A sentence longer than the limit is a chunk of its own. When it is the very first
 * sentence, an EMPTY chunk comes before it, as in the reference, whose chunks these are, byte for
 * byte; the caller decides whether to keep that one.
 *
 * @returns Chunks in the order of the text; none for a text without a sentence (empty, or white
 *   space only).
 * @throws {MabError} CHUNK_TOKENS_INVALID when `chunkTokens` is no whole number of at least 1.
 * Source: MemoryAgentBench, `chunk_text_into_sentences`. Deviation: see `countTokens`.
 */
export function chunkText(text: string, { chunkTokens, punkt }: ChunkingOptions): string[] {
  checkLimit(chunkTokens);
  const chunks: string[] = [];
  let sentences: string[] = [];
  let filled = 0;
  for (const sentence of splitSentences(text, punkt)) {
    const tokens = countTokens(sentence);
    if (filled + tokens > chunkTokens) {
      chunks.push(sentences.join(' '));
      sentences = [];
      filled = 0;
    }
    sentences.push(sentence);
    filled += tokens;
  }
  if (sentences.length > 0) chunks.push(sentences.join(' '));
  return chunks;
}

function checkLimit(chunkTokens: number): void {
  if (Number.isSafeInteger(chunkTokens) && chunkTokens >= 1) return;
  throw new MabError('CHUNK_TOKENS_INVALID', `A chunk cannot hold ${chunkTokens} tokens.`, {
    hint: 'Give a whole number of at least 1, such as 4096.',
  });
}
