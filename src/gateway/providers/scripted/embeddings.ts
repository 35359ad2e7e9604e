import type { EmbeddingProvider } from '../../../contracts/model.ts';
import { MabError } from '../../../core/errors.ts';
import { sha256 } from '../../../core/hashing.ts';

/** Length of the vectors unless another is asked for. */
const DIMENSIONS = 256;

/**
 * Embeddings without a model, for tests: each word adds 1 or -1 at a place that its hash decides,
 * so texts that share words point the same way. The same text always gets the same vector.
 *
 * Source: Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning". Deviation:
 * places and signs come from SHA-256.
 */
export function createScriptedEmbeddings(): EmbeddingProvider {
  return {
    servedBy: 'scripted (embedded, no language model)',
    async embed({ texts, dimensions = DIMENSIONS }, signal) {
      if (signal.aborted) {
        throw new MabError('PROVIDER_TIMEOUT', 'The script was stopped.', { retry: 'later' });
      }
      return {
        vectors: texts.map((text) => hashVector(text, dimensions)),
        inputTokens: texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0),
      };
    },
  };
}

/** Never zero: a text without words counts as one word. */
function hashVector(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text];
  for (const word of words) {
    const digest = sha256(word);
    const at = Number.parseInt(digest.slice(0, 8), 16) % dimensions;
    vector[at] = (vector[at] ?? 0) + (digest.slice(-1) < '8' ? 1 : -1);
  }
  return vector.some((value) => value !== 0) ? vector : vector.fill(1, 0, 1);
}
