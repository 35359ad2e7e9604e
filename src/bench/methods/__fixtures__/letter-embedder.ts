import type { Embedder, EmbeddingRole } from '../../../contracts/model.ts';

/**
 * An embedder whose vectors can be worked out by hand: how often `a`, `b` and `c` stand in a text.
 * A token is a word. It writes down what it was asked.
 */
export function letterEmbedder(maxTokens = 100) {
  const asked: { texts: readonly string[]; role: EmbeddingRole; step: string }[] = [];
  const embedder: Embedder = {
    id: 'letters',
    maxTokens,
    countTokens: (text) => text.split(/\s+/).filter((word) => word !== '').length,
    embed: async (texts, role, step) => {
      asked.push({ texts, role, step });
      return texts.map((text) =>
        Float32Array.from('abc', (letter) => text.split(letter).length - 1),
      );
    },
  };
  return { embedder, asked };
}
